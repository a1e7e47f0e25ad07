package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.WakeUpQueue;

import org.junit.jupiter.api.Test;

import java.util.List;

class TimeoutsTest {
    private static List<String> whatStoresRequirements() {
        return DeployedFunctions.names()
                .filter(
                        function ->
                                DeployedFunctions.calls(function).stream()
                                        .anyMatch(
                                                call ->
                                                        call.name()
                                                                .equals("requirementAboutToBeMet")))
                .toList();
    }

    /**
     * Otherwise a wake-up that is sent ahead may arrive before its cause is stored, and be lost.
     */
    @Test
    void a_function_that_sends_a_wake_up_ahead_has_ended_when_it_arrives() {
        assertThat(whatStoresRequirements())
                .contains("FlowsApiFunction", "StreamingConnectFunction", "EmbedEventsFunction")
                .allSatisfy(
                        function ->
                                assertThat(DeployedFunctions.timeout(function))
                                        .isLessThan(WakeUpQueue.IN_DOUBT));
    }

    /** Functions that only send wake-ups for causes already stored may take longer. */
    @Test
    void the_sweeper_is_none_of_them() {
        assertThat(whatStoresRequirements()).doesNotContain("RunSweeperFunction");
        assertThat(DeployedFunctions.timeout("RunSweeperFunction"))
                .isGreaterThan(WakeUpQueue.IN_DOUBT);
    }
}
