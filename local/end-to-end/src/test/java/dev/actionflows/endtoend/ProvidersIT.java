package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/**
 * The responses of providers, and the outcomes of the steps; local/providers/README.md lists the
 * magic values.
 */
class ProvidersIT {
    private final Label label = Label.ready(Deployment.express());

    @ParameterizedTest
    @CsvSource({
        "stub-expired-once, COMPLETED saved",
        "stub-rotating, COMPLETED saved",
        "stub-forbidden, FAILED forbidden",
        "stub-rate-limited-for-a-day, WAITING rate_limited",
        "stub-unavailable, WAITING provider_unavailable",
        "stub-invalid-grant, WAITING authorization_in_doubt",
    })
    void spotify(String refreshToken, String expected) {
        String flow =
                label.activeFlow(
                        "PRESAVE",
                        List.of(label.missionSteps(label.pastRelease(), label.segment()).get(0)));
        String phone = Label.phoneNumber();
        label.connect(label.fan(phone), refreshToken);

        label.text(phone, "presave");

        RunView run =
                label.runWhen(
                        flow, "the step has an outcome", it -> !it.status().equals("RUNNING"));
        assertThat(run.steps()).containsExactly("pre_save " + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+15005550009, FAILED unreachable_number",
        "+15005550004, SKIPPED stopped",
        "+15005550429, WAITING rate_limited",
        "+15005550500, UNKNOWN no_answer",
        "+15005550599, UNKNOWN no_answer",
    })
    void twilio(String recipient, String expected) {
        String flow = label.activeFlow("PRESAVE", List.of(Label.sendText()));

        label.text(recipient, "presave");

        RunView run =
                label.runWhen(
                        flow, "the step has an outcome", it -> !it.status().equals("RUNNING"));
        assertThat(run.steps()).containsExactly("send_text " + expected);
        assertThat(Providers.texts(label.accountSid, recipient)).hasSize(1);
    }
}
