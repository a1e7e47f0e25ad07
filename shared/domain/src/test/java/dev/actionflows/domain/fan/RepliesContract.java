package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

/** The contract of {@link ConsentStore} implementations: when a fan last replied. */
public abstract class RepliesContract extends FanFixture {
    protected RepliesContract(Stores stores) {
        super(stores);
    }

    private void received(String message, int second) {
        consents.replyReceived(
                project, phone.identity(), new EventId("sms:" + message), NOW.plusSeconds(second));
    }

    private Optional<Instant> repliedAt() {
        return fans.findIdentity(project, phone.identity()).flatMap(it -> it.lastReply().at());
    }

    private boolean isReplied(Fan fan, String startedBy, int second) {
        return consents.check(project, fan, Identity.Kind.EMAIL)
                .repliedAfter(
                        new FanEvent(
                                new EventId("sms:" + startedBy),
                                TriggerType.SMS_KEYWORD,
                                "presave",
                                NOW.plusSeconds(second)));
    }

    @Test
    void a_message_is_no_reply_to_the_run_that_it_started_but_another_one_is() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        assertThat(isReplied(fan, "SM1", 1)).isFalse();

        received("SM1", 5);
        assertThat(isReplied(fan, "SM1", 1)).isFalse();
        assertThat(isReplied(fan, "SM0", 1)).isTrue();
        assertThat(isReplied(fan, "SM0", 5)).isFalse();

        received("SM2", 3);
        received("SM2", 4);
        assertThat(isReplied(fan, "SM1", 2)).isTrue();
        assertThat(isReplied(fan, "SM1", 3)).isFalse();

        received("SM3", 7);
        received("SM4", 2);
        assertThat(isReplied(fan, "SM3", 4)).isTrue();
        assertThat(isReplied(fan, "SM3", 5)).isFalse();
        assertThat(isReplied(fan, "SM1", 5)).isTrue();
    }

    @Test
    void of_twenty_concurrent_messages_the_latest_two_count() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        Together.run(
                20,
                second -> {
                    received("SM" + second, second);
                    return second;
                });

        assertThat(isReplied(fan, "SM19", 17)).isTrue();
        assertThat(isReplied(fan, "SM19", 18)).isFalse();
        assertThat(isReplied(fan, "SM18", 18)).isTrue();
        assertThat(isReplied(fan, "SM18", 19)).isFalse();
    }

    @Test
    void the_first_delivery_of_a_message_counts_and_of_several_messages_the_latest() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        received("SM1", 5);
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        received("SM1", 9);
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        received("SM2", 3);
        received("SM2", 8);
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        received("SM3", 7);
        assertThat(repliedAt()).contains(NOW.plusSeconds(7));
    }

    @Test
    void one_of_twenty_concurrent_deliveries_counts_and_later_ones_do_not() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        Together.run(
                20,
                second -> {
                    received("SM1", second);
                    return second;
                });
        Instant first = repliedAt().orElseThrow();
        received("SM1", 30);

        assertThat(repliedAt()).contains(first);
    }

    @Test
    void a_message_that_a_flow_took_is_no_reply_when_it_is_delivered_again() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        EventId keyword = new EventId("sms:SM1");

        consents.messageTaken(project, phone.identity(), keyword, NOW.plusSeconds(1));
        consents.messageTaken(project, phone.identity(), keyword, NOW.plusSeconds(2));
        received("SM1", 5);

        assertThat(isReplied(fan, "SM0", 0)).isFalse();
        assertThat(repliedAt()).isEmpty();
    }

    @Test
    void a_message_of_an_unknown_sender_counts_for_the_fan_who_gets_the_number() {
        received("SM1", 1);

        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(isReplied(fan, "SM0", 0)).isTrue();
        received("SM1", 2);
        assertThat(isReplied(fan, "SM0", 1)).isFalse();
    }
}
