package dev.evenkeel.adapters.crdt;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.ReplicaContract;
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import org.junit.jupiter.api.Nested;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The contract, whether a replica is bytes or a document, and whenever it becomes one.
class YReplicasTest implements ReplicaContract {

    @Override
    public Replicas replicas() {
        return new YReplicas();
    }

    @Nested
    class FromTheStart implements ReplicaContract {

        @Override
        public Replicas replicas() {
            return new Opening(
                    replica -> {
                        replica.document();
                        return replica;
                    });
        }
    }

    /// The content is read from a copy.
    @Nested
    class Never implements ReplicaContract {

        @Override
        public Replicas replicas() {
            return new Opening(replica -> new Switching(replica, Integer.MAX_VALUE));
        }
    }

    @Nested
    class AtTheSecondCall extends InTheMiddle {

        AtTheSecondCall() {
            super(2);
        }
    }

    @Nested
    class AtTheThirdCall extends InTheMiddle {

        AtTheThirdCall() {
            super(3);
        }
    }

    abstract static class InTheMiddle implements ReplicaContract {

        private final int call;

        InTheMiddle(int call) {
            this.call = call;
        }

        @Override
        public Replicas replicas() {
            return new Opening(replica -> new Switching(replica, call));
        }
    }

    private record Opening(UnaryOperator<Replica> and, Replicas inner) implements Replicas {

        Opening(Function<LazyReplica, Replica> and) {
            this(replica -> and.apply((LazyReplica) replica), new YReplicas());
        }

        @Override
        public Replica open(List<Update> history) {
            return and.apply(inner.open(history));
        }

        @Override
        public Update merge(List<Update> updates) {
            return inner.merge(updates);
        }

        @Override
        public Update compose(
                Update state, long clientId, Schema schema, List<Change> changes, Mirrors mirrors) {
            return inner.compose(state, clientId, schema, changes, mirrors);
        }
    }

    /// Becomes a document at a certain call.
    private static final class Switching implements Replica {

        private final LazyReplica inner;
        private int callsLeft;

        Switching(LazyReplica inner, int call) {
            this.inner = inner;
            this.callsLeft = call;
        }

        private LazyReplica called() {
            if (--callsLeft == 0) {
                inner.document();
            }
            return inner;
        }

        @Override
        public Reading read(Update update) {
            return called().read(update);
        }

        @Override
        public void integrate(Update update) {
            called().integrate(update);
        }

        @Override
        public Update diff(StateVector known) {
            return called().diff(known);
        }

        @Override
        public StateVector stateVector() {
            return called().stateVector();
        }

        @Override
        public boolean hasGaps() {
            return called().hasGaps();
        }

        @Override
        public Projection project(Schema schema) {
            return new YReplicas().open(List.of(called().state())).project(schema);
        }
    }
}
