package dev.evenkeel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.kind.WorkflowKind;

import org.junit.jupiter.api.Test;

class DemoTest {

    @Test
    void theDemoIsAWorkflowThatCanBeStored() {
        var kind = new WorkflowKind();
        var content = kind.normalise(Demo.WORKFLOW, Demo.workflow());

        assertThat(kind.validate(content)).isEmpty();
        assertThat(kind.prune(content)).isEqualTo(content);
        assertThat(content.objects("jobs")).hasSize(2);
        assertThat(content.objects("edges")).hasSize(2);
        assertThat(content.objects("triggers")).hasSize(1);
    }
}
