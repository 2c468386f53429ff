package dev.evenkeel.adapters.crdt;

import dev.evenkeel.domain.replica.ReplicaContract;
import dev.evenkeel.domain.replica.Replicas;

class YReplicasTest implements ReplicaContract {

    @Override
    public Replicas replicas() {
        return new YReplicas();
    }
}
