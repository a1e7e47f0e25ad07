package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.WakeUpQueue;

import org.junit.jupiter.api.Test;

import java.util.List;

class TimeoutsTest {
    private static List<String> functionsThatStoreRequirements() {
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

    /** Otherwise a wake-up sent ahead could arrive before its cause is stored, and be lost. */
    @Test
    void a_function_ends_before_the_wake_up_that_it_sent_ahead_arrives() {
        assertThat(functionsThatStoreRequirements())
                .contains("FlowsApiFunction", "StreamingConnectFunction", "EmbedEventsFunction")
                .allSatisfy(
                        function ->
                                assertThat(DeployedFunctions.timeout(function))
                                        .isLessThan(WakeUpQueue.IN_DOUBT));
    }

    /** Functions that only send wake-ups for stored causes may take longer. */
    @Test
    void the_sweeper_may_take_longer() {
        assertThat(functionsThatStoreRequirements()).doesNotContain("RunSweeperFunction");
        assertThat(DeployedFunctions.timeout("RunSweeperFunction"))
                .isGreaterThan(WakeUpQueue.IN_DOUBT);
    }
}
