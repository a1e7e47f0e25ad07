package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioStatusTest {
    @ParameterizedTest
    @ValueSource(strings = {"accepted", "scheduled", "queued", "sending", "sent"})
    void a_message_in_transit_is_accepted(String status) {
        assertThat(TwilioStatus.reportOf(status(status))).contains(new DeliveryReport.Taken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "read", "partially_delivered"})
    void an_arrived_message_is_delivered(String status) {
        assertThat(TwilioStatus.reportOf(status(status))).contains(new DeliveryReport.Delivered());
    }

    @ParameterizedTest
    @CsvSource({
        "undelivered, 30003, UNREACHABLE_NUMBER",
        "undelivered, 30004, UNREACHABLE_NUMBER",
        "undelivered, 30005, UNREACHABLE_NUMBER",
        "undelivered, 30006, UNREACHABLE_NUMBER",
        "undelivered, 30007, FILTERED",
        "failed, 30008, NOT_DELIVERED",
        "failed, 30001, NOT_DELIVERED",
        "failed, 30036, NOT_DELIVERED",
        "failed, 21610, STOPPED",
        "failed, 99999, NOT_DELIVERED",
    })
    void an_undelivered_message_has_its_reason(String status, String code, Reason reason) {
        assertThat(TwilioStatus.reportOf(status(status).with("ErrorCode", code)))
                .contains(new DeliveryReport.NotDelivered(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "undelivered", "canceled"})
    void an_undelivered_message_may_have_no_error_code(String status) {
        assertThat(TwilioStatus.reportOf(status(status)))
                .contains(new DeliveryReport.NotDelivered(Reason.NOT_DELIVERED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiving", "received", "", "some new one"})
    void any_other_status_is_ignored(String status) {
        assertThat(TwilioStatus.reportOf(status(status))).isEmpty();
        assertThat(TwilioStatus.reportOf(FormParameters.none())).isEmpty();
    }

    private static FormParameters status(String status) {
        return FormParameters.none().with("MessageStatus", status);
    }
}
