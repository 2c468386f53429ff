package dev.evenkeel.domain.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ValueTest {

    @Test
    void objectsCompareWithoutTheOrderOfTheirMembersButKeepIt() {
        Value.Obj ab = Value.Obj.EMPTY.with("a", Value.of(1)).with("b", Value.of(2));
        Value.Obj ba = Value.Obj.EMPTY.with("b", Value.of(2)).with("a", Value.of(1));

        assertThat(ab).isEqualTo(ba).hasSameHashCodeAs(ba);
        assertThat(ab.members().keySet()).containsExactly("a", "b");
        assertThat(ba.members().keySet()).containsExactly("b", "a");
    }

    @Test
    void arraysCompareInOrder() {
        assertThat(new Value.Arr(List.of(Value.of(1), Value.of(2))))
                .isNotEqualTo(new Value.Arr(List.of(Value.of(2), Value.of(1))));
    }

    @Test
    void absentIsNotNull() {
        assertThat(Value.Obj.EMPTY.with("a", Value.NULL)).isNotEqualTo(Value.Obj.EMPTY);
        assertThat(Value.Obj.EMPTY.get("a")).isNull();
        assertThat(Value.Obj.EMPTY.with("a", Value.NULL).get("a")).isEqualTo(Value.NULL);
    }

    @Test
    void negativeZeroIsZero() {
        assertThat(Value.of(-0.0)).isEqualTo(Value.of(0));
    }

    @Test
    void whatIsNoFiniteNumberIsNoNumber() {
        assertThatThrownBy(() -> Value.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Value.of(Double.NEGATIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laterChangesOfWhatAValueWasMadeOfDoNotReachIt() {
        var members = new LinkedHashMap<String, Value>(Map.of("a", Value.NULL));
        var items = new ArrayList<Value>(List.of(Value.NULL));
        var object = new Value.Obj(members);
        var array = new Value.Arr(items);

        members.clear();
        items.clear();

        assertThat(object.members()).hasSize(1);
        assertThat(array.items()).hasSize(1);
        assertThatThrownBy(() -> object.members().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readingLeavesOutWhatIsOfAnotherType() {
        Value.Obj object =
                Value.Obj.EMPTY
                        .with("text", Value.of("x"))
                        .with("list", new Value.Arr(List.of(Value.NULL, Value.Obj.EMPTY)));

        assertThat(object.text("text")).isEqualTo("x");
        assertThat(object.text("list")).isEmpty();
        assertThat(object.objects("list")).containsExactly(Value.Obj.EMPTY);
        assertThat(object.objects("text")).isEmpty();
        assertThat(object.without("list").without("text")).isEqualTo(Value.Obj.EMPTY);
    }
}
