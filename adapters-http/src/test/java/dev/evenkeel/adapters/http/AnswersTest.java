package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.application.join.Admission;
import dev.evenkeel.application.room.RoomEvent;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.resolve.Request.Action;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

final class AnswersTest {

    @ParameterizedTest
    @EnumSource
    void aRefusalTravelsUnderItsOwnCodeAndSaysWhatClearsIt(Refusal refusal) {
        ProblemException problem = Answers.notAdmitted(new Verdict.Refuse(refusal));
        assertThat(problem.code().code()).isEqualTo(refusal.code());
        assertThat(problem.code().status()).isBetween(400, 499);
        assertThat(problem.detail()).isEqualTo(refusal.why());
        assertThat(problem.clears()).contains(refusal.clears());
    }

    @ParameterizedTest
    @EnumSource
    void whatHasToBeWaitedForSaysHowLong(Verdict.For what) {
        var wait = new Verdict.Wait(what, Duration.ofSeconds(7));
        assertThat(Answers.notAdmitted(wait).code().status()).isEqualTo(503);
        assertThat(Answers.notAdmitted(wait).retryAfter()).contains(Duration.ofSeconds(7));
        Value.Obj shown = Answers.verdict(wait);
        assertThat(shown.get("admitted")).isEqualTo(Value.of(false));
        assertThat(shown.text("clears")).isEqualTo("by itself, in a moment");
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsTurnedAwayFromADocumentLearnsNothingOfIt(Admission.Why why) {
        ProblemException problem = Answers.turnedAway(why, "demo", new Action.Edit());
        boolean known =
                why == Admission.Why.DOCUMENT_PURGED
                        || why == Admission.Why.VERSION_NOT_FOUND
                        || why == Admission.Why.INVALID_ACTION
                        || why == Admission.Why.PROJECT_NEEDED;
        assertThat(problem.code() == Code.NOT_FOUND).isNotEqualTo(known);
        if (why != Admission.Why.INVALID_ACTION) {
            assertThat(problem.detail()).doesNotContain("demo");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomWithoutAnAnswerSaysWhetherToComeBack(RoomEvent.Reason reason) {
        ProblemException problem = Answers.unavailable(reason);
        boolean passes = problem.code().status() == 503;
        assertThat(problem.retryAfter().isPresent()).isEqualTo(passes);
    }

    @Test
    void anAdmittedVerdictSaysNothingElse() {
        assertThat(Json.text(Answers.verdict(new Verdict.Admit())))
                .isEqualTo("{\"admitted\":true}");
    }
}
