package dev.evenkeel.domain.gate;

/// Judges whether a change may happen. A pure and total function. Whoever asks performs a
/// [Verdict.Repair] and asks again; for a healthy row, an author with the rights and a request
/// within the limits the answer is [Verdict.Admit] after at most [PolicyGate#ROUNDS_MAX] rounds,
/// whatever the room looked like.
public interface MutationGate {

    Verdict judge(Mutation mutation, GateView view);
}
