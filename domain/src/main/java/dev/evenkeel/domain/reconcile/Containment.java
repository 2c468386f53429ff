package dev.evenkeel.domain.reconcile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether one inserted text says all that another says.
///
/// That the letters of the smaller occur in the larger in order is not enough: those of "a" occur in
/// "cat", and taking "a" for said would drop it silently. So the larger must also start or end with
/// the smaller ("Hello" in "Hello world"), or have all its words in order ("Hello world" in "Hello,
/// wide world"), or be no more than twice as long ("Helo" in "Hello"). In doubt the answer is no:
/// then both texts stand and somebody is told.
final class Containment {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|.", Pattern.DOTALL);

    private Containment() {}

    static boolean of(String larger, String smaller) {
        if (larger.startsWith(smaller) || larger.endsWith(smaller)) {
            return true;
        }
        return hasInOrder(symbols(larger), symbols(smaller))
                && (larger.length() <= 2 * smaller.length()
                        || hasInOrder(words(larger), words(smaller)));
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

    private static List<String> symbols(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
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
