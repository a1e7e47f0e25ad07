package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.InstagramEvent.Comment;
import dev.actionflows.domain.intake.InstagramEvent.DirectMessage;
import dev.actionflows.domain.project.InstagramAccountId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sources: "Webhooks notification examples" and "Self messaging" at
 * developers.facebook.com/docs/instagram-platform/webhooks; the reference of the fields {@code
 * comments}, {@code live_comments} and {@code messages} at
 * developers.facebook.com/docs/graph-api/webhooks/reference/instagram.
 */
class InstagramNotificationTest {
    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    private static final DirectMessage HELLO =
            new DirectMessage(
                    ACCOUNT,
                    "1254459154682919",
                    "mid.1",
                    "Hello",
                    Optional.of(Instant.ofEpochMilli(1_569_262_485_349L)));
    private static final Comment COMMENT =
            new Comment(
                    ACCOUNT,
                    "1254459154682919",
                    "17865799348089039",
                    List.of("179"),
                    "Link please");

    /** Each of these once made the whole request unreadable. */
    @ParameterizedTest
    @ValueSource(strings = {"deep", "bottomless", "huge", "endless"})
    void one_unrepresentable_element_is_counted_and_hides_no_other(String what) {
        String value =
                switch (what) {
                    case "deep" -> "[".repeat(40) + "]".repeat(40);
                    case "bottomless" -> "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
                    case "huge" -> "1e99999999999";
                    default -> "9".repeat(100_000);
                };
        String hello =
                "{\"sender\":{\"id\":\"1254459154682919\"},\"timestamp\":1569262485349,\"message\":{\"mid\":\"mid.1\",\"text\":\"Hello\"}}";
        String bad =
                "{\"sender\":{\"id\":\"2\"},\"message\":{\"mid\":\"mid.2\",\"text\":\"Hi\",\"attachments\":"
                        + value
                        + "}}";
        String badComment =
                "{\"field\":\"comments\",\"value\":{\"id\":\"1\",\"from\":{\"id\":\"3\"},\"text\":\"Hi\",\"media\":{\"id\":"
                        + value
                        + "}}}";

        InstagramNotification all =
                read(
                        "{\"object\":\"instagram\",\"x\":%s,\"entry\":[%s,%s,%s]}"
                                .formatted(
                                        value,
                                        messaging(bad, hello, value),
                                        changes(badComment, value),
                                        value));

        assertThat(all.events()).containsExactly(HELLO);
        assertThat(all.unreadable()).isEqualTo(5);
    }

    private static InstagramNotification read(String body) {
        return InstagramNotification.read(body).orElseThrow();
    }

    private static List<InstagramEvent> events(String entries) {
        return read("{\"object\":\"instagram\",\"entry\":[%s]}".formatted(entries)).events();
    }

    private static int unreadable(String entries) {
        InstagramNotification all =
                read("{\"object\":\"instagram\",\"entry\":[%s]}".formatted(entries));
        assertThat(all.events()).isEmpty();
        return all.unreadable();
    }

    private static String messaging(String... events) {
        return "{\"id\":\"%s\",\"time\":1569262486134,\"messaging\":[%s]}"
                .formatted(ACCOUNT, String.join(",", events));
    }

    private static String changes(String... changes) {
        return "{\"id\":\"%s\",\"time\":1569262486134,\"changes\":[%s]}"
                .formatted(ACCOUNT, String.join(",", changes));
    }

    private static String message(String more) {
        return """
        {"sender":{"id":"1254459154682919"},"recipient":{"id":"17841405309211844"},
         "timestamp":1569262485349,"message":{"mid":"mid.1",%s}}
        """
                .formatted(more);
    }

    private static String comment(String field, String value) {
        return "{\"field\":\"%s\",\"value\":%s}".formatted(field, value);
    }

    private static final String COMMENT_VALUE =
            """
            {"id":"17865799348089039","from":{"id":"1254459154682919","username":"zoe"},
             "media":{"id":"179","media_product_type":"FEED"},"text":"Link please"}
            """;

    @Test
    void a_message_is_read() {
        assertThat(events(messaging(message("\"text\":\"Hello\"")))).containsExactly(HELLO);
    }

    @Test
    void a_message_that_the_dashboards_test_button_sends_is_read() {
        assertThat(events(changes(comment("messages", message("\"text\":\"Hello\"")))))
                .containsExactly(HELLO);
    }

    @ParameterizedTest
    @CsvSource({
        "1569262485349, 2019-09-23T18:14:45.349Z",
        "'\"1569262485349\"', 2019-09-23T18:14:45.349Z",
        "1569262485, 2019-09-23T18:14:45Z",
        "'\"1569262485\"', 2019-09-23T18:14:45Z",
        "null,",
        "-1,",
        "1.5,",
        "'\"today\"',",
        "99999999999999999,"
    })
    void the_time_of_a_message_is_read_if_there_is_one(String timestamp, @Nullable Instant time) {
        String event =
                message("\"text\":\"Hello\"")
                        .replace("\"timestamp\":1569262485349", "\"timestamp\":" + timestamp);

        assertThat(events(messaging(event)))
                .containsExactly(
                        new DirectMessage(
                                ACCOUNT,
                                HELLO.sender(),
                                HELLO.id(),
                                HELLO.text(),
                                Optional.ofNullable(time)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"comments", "live_comments"})
    void a_comment_is_read_including_one_on_a_live_broadcast(String field) {
        assertThat(events(changes(comment(field, COMMENT_VALUE)))).containsExactly(COMMENT);
    }

    @Test
    void a_comment_on_an_ad_also_belongs_to_the_original_post() {
        String value =
                COMMENT_VALUE.replace(
                        "\"id\":\"179\"",
                        "\"id\":\"180\",\"ad_id\":\"6\",\"original_media_id\":\"179\"");

        assertThat(events(changes(comment("comments", value))))
                .containsExactly(
                        new Comment(
                                ACCOUNT,
                                COMMENT.sender(),
                                COMMENT.id(),
                                List.of("180", "179"),
                                COMMENT.text()));
    }

    @Test
    void a_comment_with_only_author_and_id_is_read() {
        assertThat(events(changes(comment("comments", "{\"id\":\"1\",\"from\":{\"id\":\"2\"}}"))))
                .containsExactly(new Comment(ACCOUNT, "2", "1", List.of(), ""));
    }

    @Test
    void numeric_ids_are_read_without_rounding() {
        assertThat(
                        events(
                                "{\"id\":17841405309211844,\"changes\":[%s]}"
                                        .formatted(
                                                comment(
                                                        "comments",
                                                        COMMENT_VALUE.replace(
                                                                "\"17865799348089039\"",
                                                                "17865799348089039")))))
                .containsExactly(COMMENT);
    }

    @Test
    void every_entry_every_message_and_every_change_is_read_in_order() {
        List<InstagramEvent> events =
                events(
                        String.join(
                                ",",
                                messaging(message("\"text\":\"one\""), message("\"text\":\"two\"")),
                                changes(
                                        comment("comments", COMMENT_VALUE.replace("Link", "three")),
                                        comment("story_insights", "{\"media_id\":\"1\"}"),
                                        comment("comments", COMMENT_VALUE.replace("Link", "four"))),
                                messaging(message("\"text\":\"five\""))
                                        .replace(ACCOUNT.value(), "17841400000000002")));

        assertThat(events)
                .extracting(InstagramEvent::text)
                .containsExactly("one", "two", "three please", "four please", "five");
        assertThat(events.getLast().account())
                .isEqualTo(new InstagramAccountId("17841400000000002"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\":\"Thank you\",\"is_echo\":true",
                "\"text\":\"Thank you\",\"is_deleted\":true",
                "\"is_deleted\":true",
                "\"text\":\"\"",
                "\"text\":\" \\n\"",
                "\"text\":null",
                "\"attachments\":[]",
                "\"attachments\":[{\"type\":\"image\"}],\"is_echo\":true",
            })
    void echoes_deletions_and_messages_without_content_are_ignored(String message) {
        assertThat(unreadable(messaging(message(message)))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"attachments\":[{\"type\":\"image\",\"payload\":{\"url\":\"https://cdn/x\"}}]",
                "\"attachments\":[{\"type\":\"audio\"}],\"text\":\" \"",
                "\"is_unsupported\":true",
            })
    void a_message_without_text_is_one_with_an_empty_text(String message) {
        assertThat(events(messaging(message(message))))
                .singleElement()
                .isInstanceOf(InstagramEvent.DirectMessage.class)
                .extracting(it -> it.text().strip())
                .isEqualTo("");
    }

    @Test
    void messages_of_the_account_itself_are_ignored() {
        String own =
                message("\"text\":\"Hi\"").replace("\"1254459154682919\"", "\"" + ACCOUNT + "\"");
        String selfMessage =
                message("\"text\":\"Hi\"")
                        .replace("\"timestamp\"", "\"is_self\":true,\"timestamp\"");
        String comment = COMMENT_VALUE.replace("\"1254459154682919\"", "\"" + ACCOUNT + "\"");
        String marked =
                COMMENT_VALUE.replace("\"username\"", "\"self_ig_scoped_id\":\"125\",\"username\"");

        assertThat(unreadable(messaging(own, selfMessage))).isZero();
        assertThat(
                        unreadable(
                                changes(
                                        comment("comments", comment),
                                        comment("live_comments", marked))))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"read\":{\"mid\":\"mid.1\"}",
                "\"reaction\":{\"mid\":\"mid.1\",\"action\":\"react\",\"emoji\":\"x\"}",
                "\"postback\":{\"mid\":\"mid.1\",\"title\":\"Start\",\"payload\":\"GO\"}",
                "\"referral\":{\"ref\":\"x\"}",
                "\"something_new\":7"
            })
    void receipts_reactions_and_unknown_elements_are_ignored(String event) {
        assertThat(
                        unreadable(
                                messaging(
                                        """
                                        {"sender":{"id":"1"},"recipient":{"id":"2"},%s}
                                        """
                                                .formatted(event))))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"x\"",
                "[]",
                "{}",
                "{\"id\":\"nightharbour\"}",
                "{\"id\":\"0\",\"changes\":[]}",
                "{\"id\":\"17841405309211844\",\"messaging\":{}}",
                "{\"id\":\"17841405309211844\",\"changes\":\"x\"}",
                "{\"id\":\"17841405309211844\",\"changes\":[null]}",
                "{\"id\":\"17841405309211844\",\"changes\":[{\"field\":\"comments\"}]}",
                "{\"id\":\"17841405309211844\",\"changes\":[{\"field\":\"comments\",\"value\":[]}]}",
                "{\"id\":\"17841405309211844\",\"messaging\":[null]}",
                "{\"id\":\"17841405309211844\",\"messaging\":[{\"message\":{\"text\":\"x\"}}]}",
            })
    void an_unreadable_element_is_counted_and_hides_no_other(String bad) {
        String entries =
                String.join(
                        ",",
                        messaging(message("\"text\":\"Hello\"")),
                        bad,
                        changes(comment("comments", COMMENT_VALUE)));

        InstagramNotification all =
                read("{\"object\":\"instagram\",\"entry\":[%s]}".formatted(entries));

        assertThat(all.unreadable()).isEqualTo(1);
        assertThat(all.events()).containsExactly(HELLO, COMMENT);
    }

    @Test
    void an_unreadable_element_does_not_hide_others_in_the_same_list() {
        InstagramNotification all =
                read(
                        "{\"object\":\"instagram\",\"entry\":[%s]}"
                                .formatted(
                                        changes(
                                                comment("comments", "{\"id\":{}}"),
                                                comment("comments", COMMENT_VALUE),
                                                "[]")));

        assertThat(all.events()).containsExactly(COMMENT);
        assertThat(all.unreadable()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"object\":\"page\",\"entry\":[]}",
                "{\"object\":\"instagram\"}",
                "{\"object\":\"instagram\",\"entry\":{}}",
                "[{\"object\":\"instagram\",\"entry\":[]}]",
            })
    void anything_but_an_instagram_notification_is_recognized(String body) {
        assertThat(InstagramNotification.read(body)).isEqualTo(Optional.empty());
    }

    @Test
    void string_representations_contain_no_fan_data() {
        InstagramNotification all =
                read(
                        "{\"object\":\"instagram\",\"entry\":[%s]}"
                                .formatted(messaging(message("\"text\":\"Hello\""))));

        assertThat(all.toString() + all.events() + COMMENT)
                .doesNotContain("Hello", "1254459154682919", "Link");
    }
}
