package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Values are compared, hashed and printed as lists and maps are, however deep they are.
class NestingTest {

    private static YValue deep(int levels, YValue innermost) {
        YValue value = innermost;
        for (int i = 0; i < levels; i++) {
            value =
                    i % 2 == 0
                            ? new YValue.Arr(List.of(YValue.NULL, value))
                            : new YValue.Obj(Map.of("k", value));
        }
        return value;
    }

    @Test
    void depthIsOfNoAccount() {
        YValue value = deep(100_000, YValue.TRUE);
        assertThat(value.equals(deep(100_000, YValue.TRUE))).isTrue();
        assertThat(value.equals(deep(100_000, YValue.FALSE))).isFalse();
        assertThat(value.equals(deep(99_998, YValue.TRUE))).isFalse();
        assertThat(value.hashCode()).isEqualTo(deep(100_000, YValue.TRUE).hashCode());
        assertThat(value.toString()).startsWith("{k=[Null[], {k=[").endsWith("]}]}");
    }

    @Test
    void hashesAreThoseOfListsAndMaps() {
        List<YValue> inner = List.of(YValue.of(1), YValue.of("x"));
        YValue array = new YValue.Arr(inner);
        assertThat(array.hashCode()).isEqualTo(inner.hashCode());
        Map<String, YValue> members = Map.of("", array, "b", YValue.of(Map.of()), "c", YValue.NULL);
        assertThat(new YValue.Obj(members).hashCode()).isEqualTo(members.hashCode());
        List<YValue> outer = List.of(array, new YValue.Obj(members), YValue.of(List.of()));
        assertThat(new YValue.Arr(outer).hashCode()).isEqualTo(outer.hashCode());
    }

    @Test
    void theOrderOfKeysDoesNotCountAndThatOfItemsDoes() {
        YValue one = YValue.of(Map.of("a", List.of(1, 2), "b", true, "c", Map.of("d", "e")));
        YValue same = YValue.of(Map.of("c", Map.of("d", "e"), "b", true, "a", List.of(1, 2)));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one)
                .isNotEqualTo(YValue.of(Map.of("a", List.of(2, 1), "b", true, "c", Map.of())))
                .isNotEqualTo(YValue.of(Map.of("x", List.of(1, 2), "b", true, "c", Map.of())))
                .isNotEqualTo(YValue.of(Map.of("a", List.of(1, 2))))
                .isNotEqualTo(YValue.of(List.of(1)))
                .isNotEqualTo(YValue.NULL);
        assertThat(YValue.of(List.of(1))).isNotEqualTo(YValue.of(List.of(List.of(1))));
        assertThat(YValue.of(List.of(List.of(), Map.of(), true, false)))
                .hasToString("[[], {}, Bool[value=true], Bool[value=false]]");
    }
}
