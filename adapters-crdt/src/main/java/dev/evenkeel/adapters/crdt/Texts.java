package dev.evenkeel.adapters.crdt;

import dev.evenkeel.crdt.YText;
import dev.evenkeel.domain.content.TextEdit;

import java.util.List;

/// Edits of text, in a string and in a shared text. Positions are UTF-16 units. A position beyond
/// the end means the end: the text was shortened by somebody else since.
final class Texts {

    private Texts() {}

    /// Apply `edits`, which count in the text before any of them.
    static void edit(YText text, List<TextEdit> edits) {
        String before = text.toString();
        if (before.length() != text.length()) {
            // Something that is no character stands between the characters and is counted; where,
            // the string does not tell.
            refill(text, edited(before, edits));
            return;
        }
        for (TextEdit edit : edits.reversed()) {
            int at = snapBack(before, Math.min(edit.at(), before.length()));
            int end = snapOn(before, Math.min(edit.end(), before.length()));
            String insert =
                    before.substring(at, Math.min(edit.at(), before.length()))
                            + edit.insert()
                            + before.substring(Math.min(edit.end(), before.length()), end);
            if (at < end) {
                text.delete(at, end - at);
            }
            if (!insert.isEmpty()) {
                text.insert(at, insert);
            }
        }
    }

    static String edited(String before, List<TextEdit> edits) {
        var after = new StringBuilder(before);
        for (TextEdit edit : edits.reversed()) {
            after.replace(
                    Math.min(edit.at(), before.length()),
                    Math.min(edit.end(), before.length()),
                    edit.insert());
        }
        return after.toString();
    }

    /// Make `text` read `wanted` by replacing what lies between the common beginning and end.
    static void replace(YText text, String wanted) {
        String before = text.toString();
        if (before.equals(wanted)) {
            return;
        }
        int most = Math.min(before.length(), wanted.length());
        int start = 0;
        while (start < most && before.charAt(start) == wanted.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < most - start
                && before.charAt(before.length() - 1 - end)
                        == wanted.charAt(wanted.length() - 1 - end)) {
            end++;
        }
        edit(
                text,
                List.of(
                        new TextEdit(
                                start,
                                before.length() - end - start,
                                wanted.substring(start, wanted.length() - end))));
    }

    private static void refill(YText text, String wanted) {
        text.delete(0, text.length());
        text.insert(0, wanted);
    }

    // A CRDT text holds code points; half a surrogate pair cannot be removed or inserted, so an
    // edit that ends inside a pair takes all of it.
    private static int snapBack(String text, int at) {
        return splitsPair(text, at) ? at - 1 : at;
    }

    private static int snapOn(String text, int at) {
        return splitsPair(text, at) ? at + 1 : at;
    }

    private static boolean splitsPair(String text, int at) {
        return 0 < at
                && at < text.length()
                && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }
}
