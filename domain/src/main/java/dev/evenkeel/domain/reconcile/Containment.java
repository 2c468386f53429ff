package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.TextDiff;
import dev.evenkeel.domain.content.TextEdit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether one inserted text says all that another says.
///
/// That the letters of the smaller occur in the larger in order is not enough, nor are its words:
/// those of `<13>` occur in `<12><3>`, and taking `<13>` for said would drop it silently. So the
/// smaller must stand in the larger with at most one insertion on top ("Hello" in "Hello world",
/// "Hello world" in "Hello, wide world"), or have all its lines there in order. In doubt, and for
/// what is too short to be told from chance, the answer is no: then both texts stand and somebody
/// is told.
final class Containment {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|.", Pattern.DOTALL);

    /// Shorter texts meet by chance.
    private static final int LENGTH_MIN = 3;

    private Containment() {}

    static boolean of(String larger, String smaller) {
        if (smaller.isEmpty() || larger.equals(smaller)) {
            return true;
        }
        if (smaller.strip().length() < LENGTH_MIN) {
            return false;
        }
        return isOneInsertionAway(larger, smaller)
                || larger.contains(smaller)
                || (smaller.strip().contains("\n") && hasInOrder(lines(larger), lines(smaller)));
    }

    /// Whether `larger` is `smaller` with more inserted, so that all that `smaller` did to `base`
    /// is done in `larger` too: whoever made it had `smaller` before them.
    ///
    /// What `smaller` removed must not be back. What it inserted must stand there whole, and what
    /// is too short to be told from chance must not touch anything that `larger` added.
    static boolean ofEdits(String base, String larger, String smaller) {
        List<TextEdit> done = TextDiff.between(base, smaller);
        List<TextEdit> added = TextDiff.between(smaller, larger);
        if (done.isEmpty() || added.stream().anyMatch(edit -> edit.remove() > 0)) {
            return false;
        }
        List<TextEdit> all = TextDiff.between(base, larger);
        int shift = 0;
        for (TextEdit edit : done) {
            int start = edit.at() + shift;
            int end = start + edit.insert().length();
            shift += edit.insert().length() - edit.remove();
            if (!removes(all, edit) || !standsWhole(smaller, start, end, added)) {
                return false;
            }
        }
        return true;
    }

    private static boolean removes(List<TextEdit> edits, TextEdit removal) {
        return removal.remove() == 0
                || edits.stream().anyMatch(e -> e.at() <= removal.at() && removal.end() <= e.end());
    }

    /// Whether what was inserted as `[start, end)` of `text` is still to be seen there after
    /// `added`: untouched, or with whole lines in between, or with one insertion between words.
    private static boolean standsWhole(String text, int start, int end, List<TextEdit> added) {
        boolean tooShort = text.substring(start, end).strip().length() < LENGTH_MIN;
        int betweenWords = 0;
        for (TextEdit edit : added) {
            int at = edit.at();
            if (start < end && start <= at && at <= end) {
                boolean inside = start < at && at < end && !startsLine(text, at);
                boolean apart = isBetweenWords(text, at) && !isGlued(text, at, edit.insert());
                if (tooShort || (inside && !apart)) {
                    return false;
                }
                betweenWords += inside ? 1 : 0;
            }
        }
        return betweenWords <= 1;
    }

    private static boolean startsLine(String text, int at) {
        return text.charAt(at - 1) == '\n' || text.charAt(at) == '\n';
    }

    private static boolean isOneInsertionAway(String larger, String smaller) {
        int most = Math.min(larger.length(), smaller.length());
        int prefix = 0;
        while (prefix < most && larger.charAt(prefix) == smaller.charAt(prefix)) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < most
                && larger.charAt(larger.length() - 1 - suffix)
                        == smaller.charAt(smaller.length() - 1 - suffix)) {
            suffix++;
        }
        // The insertion may stand at any of several places; one between words will do.
        int more = larger.length() - smaller.length();
        for (int cut = Math.max(0, smaller.length() - suffix); cut <= prefix; cut++) {
            if (more >= 0
                    && isBetweenWords(smaller, cut)
                    && !isGlued(smaller, cut, larger.substring(cut, cut + more))) {
                return true;
            }
        }
        return false;
    }

    /// Whether what is inserted inside a text makes another word of one that stood there: the 5
    /// that makes `(15)` of `(1)`. What goes on at either end does not count.
    private static boolean isGlued(String text, int cut, String insert) {
        if (cut == 0 || cut == text.length() || insert.isEmpty()) {
            return false;
        }
        return (isWord(text.charAt(cut - 1)) && isWord(insert.charAt(0)))
                || (isWord(insert.charAt(insert.length() - 1)) && isWord(text.charAt(cut)));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    private static boolean isBetweenWords(String text, int cut) {
        return cut == 0
                || cut == text.length()
                || !Character.isLetterOrDigit(text.charAt(cut - 1))
                || !Character.isLetterOrDigit(text.charAt(cut));
    }

    /// Whether some word or sign stands in both.
    static boolean shareWord(String one, String other) {
        Set<String> words = new HashSet<>(words(other));
        return words(one).stream().anyMatch(word -> !word.isBlank() && words.contains(word));
    }

    private static boolean hasInOrder(List<String> larger, List<String> smaller) {
        int found = 0;
        for (String part : larger) {
            if (found < smaller.size() && smaller.get(found).equals(part)) {
                found++;
            }
        }
        return found == smaller.size();
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
