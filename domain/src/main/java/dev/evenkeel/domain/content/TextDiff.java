package dev.evenkeel.domain.content;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares two texts by code points (so no surrogate pair is ever split). What is common at both
/// ends is left alone; of the rest the least is replaced that Myers' algorithm finds ("An O(ND)
/// difference algorithm and its variations", 1986). A long rest is compared by lines first and then
/// inside the changed lines. Where the texts have too little in common to be worth the search, one
/// edit replaces everything. The same two texts always give the same edits.
public final class TextDiff {

    /// A rest of this many code points, both sides together, is compared without looking at lines.
    private static final int SHORT_MAX = 2_000;

    /// At most this many differing code points are searched for, which bounds the time to this many
    /// times the length, and the space to its square.
    private static final int CHARACTERS_MAX = 500;

    private static final int LINES_MAX = 1_000;

    private static final int SLIDE_MAX = 1_000;

    /// `[from, fromEnd)` becomes `[to, toEnd)`.
    private record Hunk(int from, int fromEnd, int to, int toEnd) {
        int removed() {
            return fromEnd - from;
        }

        int inserted() {
            return toEnd - to;
        }

        int size() {
            return Math.max(removed(), inserted());
        }

        boolean isEmpty() {
            return size() == 0;
        }

        Hunk upTo(Hunk later) {
            return new Hunk(from, later.fromEnd, to, later.toEnd);
        }

        Hunk shifted(int fromBy, int toBy) {
            return new Hunk(from + fromBy, fromEnd + fromBy, to + toBy, toEnd + toBy);
        }
    }

    private final int[] from;
    private final int[] to;

    private TextDiff(String from, String to) {
        this.from = from.codePoints().toArray();
        this.to = to.codePoints().toArray();
    }

    /// The edits that turn `from` into `to`; none when they are equal.
    public static List<TextEdit> between(String from, String to) {
        if (from.equals(to)) {
            return List.of();
        }
        var diff = new TextDiff(from, to);
        return edits(from, to, diff.aligned(diff.hunks()));
    }

    /// `text` with `edits` made.
    public static String apply(String text, List<TextEdit> edits) {
        var result = new StringBuilder();
        int at = 0;
        for (TextEdit edit : edits) {
            result.append(text, at, edit.at()).append(edit.insert());
            at = edit.end();
        }
        return result.append(text, at, text.length()).toString();
    }

    private List<Hunk> hunks() {
        Hunk rest = trimmed(new Hunk(0, from.length, 0, to.length));
        if (rest.removed() + rest.inserted() <= SHORT_MAX) {
            return byCharacters(rest);
        }
        var hunks = new ArrayList<Hunk>();
        for (Hunk lines : byLines(rest)) {
            hunks.addAll(byCharacters(trimmed(lines)));
        }
        return hunks;
    }

    private Hunk trimmed(Hunk hunk) {
        int start = hunk.from;
        int toStart = hunk.to;
        while (start < hunk.fromEnd && toStart < hunk.toEnd && from[start] == to[toStart]) {
            start++;
            toStart++;
        }
        int end = hunk.fromEnd;
        int toEnd = hunk.toEnd;
        while (end > start && toEnd > toStart && from[end - 1] == to[toEnd - 1]) {
            end--;
            toEnd--;
        }
        return new Hunk(start, end, toStart, toEnd);
    }

    private List<Hunk> byLines(Hunk rest) {
        Map<String, Integer> known = new HashMap<>();
        Lines before = Lines.of(from, rest.from, rest.fromEnd, known);
        Lines after = Lines.of(to, rest.to, rest.toEnd, known);
        List<Hunk> lines = search(before.ids, after.ids, LINES_MAX);
        if (lines == null) {
            return List.of(rest);
        }
        return lines.stream()
                .map(
                        hunk ->
                                new Hunk(
                                        before.starts[hunk.from],
                                        before.starts[hunk.fromEnd],
                                        after.starts[hunk.to],
                                        after.starts[hunk.toEnd]))
                .toList();
    }

    private List<Hunk> byCharacters(Hunk hunk) {
        if (hunk.isEmpty()) {
            return List.of();
        }
        if (hunk.removed() == 0 || hunk.inserted() == 0) {
            return List.of(hunk);
        }
        List<Hunk> found =
                search(
                        Arrays.copyOfRange(from, hunk.from, hunk.fromEnd),
                        Arrays.copyOfRange(to, hunk.to, hunk.toEnd),
                        CHARACTERS_MAX);
        if (found == null) {
            return List.of(hunk);
        }
        var joined = new ArrayList<Hunk>();
        for (Hunk next : found) {
            Hunk current = next.shifted(hunk.from, hunk.to);
            while (!joined.isEmpty() && isConfetti(joined.getLast(), current)) {
                current = joined.removeLast().upTo(current);
            }
            joined.add(current);
        }
        return wholeWords(joined);
    }

    /// "one" → "three" keeps an e, which is confetti at the end of a word.
    private List<Hunk> wholeWords(List<Hunk> hunks) {
        var grown = new ArrayList<Hunk>();
        for (int i = 0; i < hunks.size(); i++) {
            Hunk hunk = hunks.get(i);
            int first = grown.isEmpty() ? -1 : grown.getLast().fromEnd;
            int last = i + 1 == hunks.size() ? from.length + 1 : hunks.get(i + 1).from;
            int lettersMax = Math.min(hunk.removed(), hunk.inserted());
            int left = 0;
            while (left < lettersMax
                    && hunk.from - left > 0
                    && Character.isLetterOrDigit(from[hunk.from - left - 1])) {
                left++;
            }
            int right = 0;
            while (right < lettersMax
                    && hunk.fromEnd + right < from.length
                    && Character.isLetterOrDigit(from[hunk.fromEnd + right])) {
                right++;
            }
            boolean growsLeft = left < lettersMax && hunk.from - left > first;
            boolean growsRight = right < lettersMax && hunk.fromEnd + right < last;
            grown.add(
                    new Hunk(
                            hunk.from - (growsLeft ? left : 0),
                            hunk.fromEnd + (growsRight ? right : 0),
                            hunk.to - (growsLeft ? left : 0),
                            hunk.toEnd + (growsRight ? right : 0)));
        }
        return grown;
    }

    /// Whether what is kept between two hunks is a few letters that an old and a new word happen to
    /// share. Keeping them would be smaller, but two people's words would mix letter by letter.
    private boolean isConfetti(Hunk hunk, Hunk next) {
        boolean replaces =
                hunk.removed() + next.removed() > 0 && hunk.inserted() + next.inserted() > 0;
        if (!replaces || next.from - hunk.fromEnd >= Math.min(hunk.size(), next.size())) {
            return false;
        }
        for (int i = hunk.fromEnd; i < next.from; i++) {
            if (!Character.isLetterOrDigit(from[i])) {
                return false;
            }
        }
        return true;
    }

    /// The hunks between two sequences, or null when more than `distanceMax` of their elements
    /// differ.
    private static @Nullable List<Hunk> search(int[] a, int[] b, int distanceMax) {
        int most = Math.min(a.length + b.length, distanceMax);
        int[] reach = new int[2 * most + 3];
        int middle = most + 1;
        var trace = new ArrayList<int[]>();
        for (int distance = 0; distance <= most; distance++) {
            for (int k = -distance; k <= distance; k += 2) {
                int x = step(reach, middle, distance, k);
                int y = x - k;
                while (x < a.length && y < b.length && a[x] == b[y]) {
                    x++;
                    y++;
                }
                reach[middle + k] = x;
                if (x >= a.length && y >= b.length) {
                    return walkBack(a.length, b.length, trace);
                }
            }
            trace.add(Arrays.copyOfRange(reach, middle - distance - 1, middle + distance + 2));
        }
        return null;
    }

    /// Where a path of `distance` differences starts on diagonal `k`.
    private static int step(int[] reach, int middle, int distance, int k) {
        return isInsertion(reach, middle, distance, k)
                ? reach[middle + k + 1]
                : reach[middle + k - 1] + 1;
    }

    private static boolean isInsertion(int[] reach, int middle, int distance, int k) {
        return k == -distance || (k != distance && reach[middle + k - 1] < reach[middle + k + 1]);
    }

    private static List<Hunk> walkBack(int length, int otherLength, List<int[]> trace) {
        boolean[] removed = new boolean[length];
        boolean[] inserted = new boolean[otherLength];
        int k = length - otherLength;
        for (int distance = trace.size(); distance > 0; distance--) {
            int[] reach = trace.get(distance - 1);
            if (isInsertion(reach, distance, distance, k)) {
                k++;
                inserted[reach[distance + k] - k] = true;
            } else {
                k--;
                removed[reach[distance + k]] = true;
            }
        }
        return runs(removed, inserted);
    }

    private static List<Hunk> runs(boolean[] removed, boolean[] inserted) {
        var hunks = new ArrayList<Hunk>();
        int i = 0;
        int j = 0;
        while (i < removed.length || j < inserted.length) {
            int from = i;
            int to = j;
            while (i < removed.length && removed[i]) {
                i++;
            }
            while (j < inserted.length && inserted[j]) {
                j++;
            }
            if (i > from || j > to) {
                hunks.add(new Hunk(from, i, to, j));
            } else {
                i++;
                j++;
            }
        }
        return hunks;
    }

    /// Of "one two three" → "one three" one can say that "two " was removed or that "wo t" was.
    /// This moves hunks that only insert or only remove to where a line or else a word starts.
    private List<Hunk> aligned(List<Hunk> hunks) {
        var aligned = new ArrayList<Hunk>();
        for (int i = 0; i < hunks.size(); i++) {
            Hunk hunk = hunks.get(i);
            // One element stays between a hunk and its neighbours.
            int first = aligned.isEmpty() ? 0 : aligned.getLast().fromEnd + 1;
            int last = i + 1 == hunks.size() ? from.length : hunks.get(i + 1).from - 1;
            boolean slides = hunk.removed() == 0 || hunk.inserted() == 0;
            aligned.add(slides ? slid(hunk, first, last) : hunk);
        }
        return aligned;
    }

    private Hunk slid(Hunk hunk, int first, int last) {
        boolean removes = hunk.removed() > 0;
        int[] text = removes ? from : to;
        int start = removes ? hunk.from : hunk.to;
        int end = removes ? hunk.fromEnd : hunk.toEnd;
        int left = 0;
        while (left < SLIDE_MAX
                && hunk.from - left > first
                && text[start - left - 1] == text[end - left - 1]) {
            left++;
        }
        int right = 0;
        while (right < SLIDE_MAX
                && hunk.fromEnd + right < last
                && text[start + right] == text[end + right]) {
            right++;
        }
        // Of equally good places the last one: where the search happened to leave the hunk must not
        // decide, or the same change would stand at two places in two comparisons.
        int best = right;
        for (int by = right - 1; by >= -left; by--) {
            if (boundary(text, start + by) > boundary(text, start + best)) {
                best = by;
            }
        }
        return hunk.shifted(best, best);
    }

    private static int boundary(int[] text, int at) {
        if (at == 0 || text[at - 1] == '\n') {
            return 3;
        }
        if (Character.isWhitespace(text[at - 1])) {
            return 2;
        }
        boolean inWord =
                at < text.length
                        && Character.isLetterOrDigit(text[at - 1])
                        && Character.isLetterOrDigit(text[at]);
        return inWord ? 0 : 1;
    }

    private static List<TextEdit> edits(String from, String to, List<Hunk> hunks) {
        var edits = new ArrayList<TextEdit>();
        var fromUnits = new Units(from);
        var toUnits = new Units(to);
        for (Hunk hunk : hunks) {
            int at = fromUnits.at(hunk.from);
            int end = fromUnits.at(hunk.fromEnd);
            String insert = to.substring(toUnits.at(hunk.to), toUnits.at(hunk.toEnd));
            edits.add(new TextEdit(at, end - at, insert));
        }
        return edits;
    }

    /// Turns ascending code point positions into UTF-16 positions.
    private static final class Units {
        private final String text;
        private int codePoints;
        private int units;

        Units(String text) {
            this.text = text;
        }

        int at(int position) {
            units = text.offsetByCodePoints(units, position - codePoints);
            codePoints = position;
            return units;
        }
    }

    /// @param ids equal lines have equal ids
    /// @param starts where each line starts, and where the last ends
    @SuppressWarnings("ArrayRecordComponent") // never compared, and gone when the method returns
    private record Lines(int[] ids, int[] starts) {

        static Lines of(int[] text, int start, int end, Map<String, Integer> known) {
            var ids = new ArrayList<Integer>();
            var starts = new ArrayList<Integer>();
            int lineStart = start;
            for (int i = start; i < end; i++) {
                if (text[i] == '\n' || i == end - 1) {
                    String line = new String(text, lineStart, i + 1 - lineStart);
                    ids.add(known.computeIfAbsent(line, _ -> known.size()));
                    starts.add(lineStart);
                    lineStart = i + 1;
                }
            }
            starts.add(end);
            return new Lines(toArray(ids), toArray(starts));
        }

        private static int[] toArray(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
