package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.Subdocument;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YValue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What happens to the subdocuments of a replica, and what is heard of them; `subdocs.mjs` does the
/// same on yjs.
final class Subdocuments {

    private final YDoc doc;
    private List<String> heard = new ArrayList<>();

    Subdocuments(YDoc doc) {
        this.doc = doc;
        var _ =
                doc.onSubdocuments(
                        event ->
                                heard.add(
                                        "+"
                                                + guids(event.added())
                                                + " -"
                                                + guids(event.removed())
                                                + " !"
                                                + guids(event.loaded())
                                                + (event.transaction().isLocal() ? " L" : " R")));
    }

    /// With a document or without, whichever can say it.
    static YValue of(List<Object> spec) {
        String guid = (String) spec.getFirst();
        boolean gc = spec.get(1).equals(true);
        boolean autoLoad = spec.get(2).equals(true);
        boolean shouldLoad = spec.get(3).equals(true);
        YValue meta = Values.of(spec.get(4), true);
        if (shouldLoad && guid.length() > 1) {
            Map<String, YValue> options = new LinkedHashMap<>();
            if (!gc) {
                options.put("gc", YValue.FALSE);
            }
            if (autoLoad) {
                options.put("autoLoad", YValue.TRUE);
            }
            if (!meta.equals(YValue.NULL)) {
                options.put("meta", meta);
            }
            return YValue.of(Subdocument.of(guid, options));
        }
        return YValue.of(
                YDoc.builder()
                        .guid(guid)
                        .gc(gc)
                        .autoLoad(autoLoad)
                        .shouldLoad(shouldLoad)
                        .meta(meta)
                        .build());
    }

    byte[] act(String act, int a) {
        List<Subdocument> all = List.copyOf(doc.subdocuments());
        Subdocument one = all.isEmpty() ? null : all.get(a % all.size());
        String nested = "";
        if (one != null) {
            switch (act) {
                case "load" -> one.load();
                case "destroy" -> one.destroy();
                case "nest" -> {
                    YDoc inner = one.doc();
                    inner.getMap("n").set("k" + a % 3, YValue.of(Subdocument.of("in" + a % 5)));
                    nested = Line.hex(inner.encodeStateAsUpdate());
                }
                default -> {}
            }
        }
        List<String> parts = new ArrayList<>();
        parts.add(nested);
        parts.addAll(heard);
        heard = new ArrayList<>();
        doc.subdocuments().forEach(each -> parts.add(describe(each, a)));
        parts.add(String.valueOf(one != null && one.isDestroyed()));
        return String.join("|", parts).getBytes(StandardCharsets.UTF_8);
    }

    private static String describe(Subdocument each, int a) {
        // Some are opened for it, some only if somebody did before.
        YDoc inner = a % 2 == 0 ? each.doc() : each.openedDoc().orElse(null);
        long client = inner == null ? each.parent().orElseThrow().clientId() : inner.clientId();
        String in = inner == null ? "" : guids(inner.subdocuments());
        return each.guid()
                + " "
                + client
                + " "
                + each.gc()
                + " "
                + each.autoLoad()
                + " "
                + each.shouldLoad()
                + " "
                + Values.canonical(each.meta())
                + " "
                + in;
    }

    private static String guids(Collection<Subdocument> documents) {
        return documents.stream().map(Subdocument::guid).collect(Collectors.joining(","));
    }
}
