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
    void a_message_on_its_way_is_taken(String status) {
        assertThat(TwilioStatus.reportOf(status(status))).contains(new DeliveryReport.Taken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "read", "partially_delivered"})
    void a_message_that_has_arrived_is_delivered(String status) {
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
    void a_message_that_will_not_arrive_says_why(String status, String code, Reason reason) {
        assertThat(TwilioStatus.reportOf(status(status).with("ErrorCode", code)))
                .contains(new DeliveryReport.NotDelivered(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "undelivered", "canceled"})
    void a_message_that_will_not_arrive_may_say_no_code(String status) {
        assertThat(TwilioStatus.reportOf(status(status)))
                .contains(new DeliveryReport.NotDelivered(Reason.NOT_DELIVERED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiving", "received", "", "some new one"})
    void any_other_status_says_nothing(String status) {
        assertThat(TwilioStatus.reportOf(status(status))).isEmpty();
        assertThat(TwilioStatus.reportOf(FormParameters.none())).isEmpty();
    }

    private static FormParameters status(String status) {
        return FormParameters.none().with("MessageStatus", status);
    }
}
