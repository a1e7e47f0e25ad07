package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.trigger.InstagramTrigger;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which flow a message or a comment starts. */
class InstagramTriggerTest extends InstagramFixture {
    @Test
    void a_message_equal_to_the_keyword_starts_a_run_of_a_new_fan() {
        FlowId flow = onMessage("Link");

        receive(message("mid-1", " línk! "));

        Run run = started().getFirst();
        assertThat(run.flow()).isEqualTo(flow);
        assertThat(run.event().id().value()).isEqualTo("igdm:mid-1");
        assertThat(run.event().scope()).isEqualTo("link");
        assertThat(known(FAN).flatMap(KnownIdentity::fan)).contains(run.fan());
        assertThat(outcomes).containsExactly(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_message_that_only_contains_the_keyword_starts_the_flow_without_a_keyword() {
        onMessage("Link");
        FlowId any = onMessage("");

        receive(message("mid-1", "where is the link?"));

        assertThat(startedFlows()).containsExactly(any);
        assertThat(started().getFirst().event().scope()).isEqualTo("project");
    }

    @Test
    void a_message_without_text_starts_no_flow_and_is_told_apart_from_one_without_a_keyword() {
        onMessage("");

        receive(message("mid-1", " "));

        assertThat(started()).isEmpty();
        assertThat(world.events.records())
                .extracting(it -> it.event().scope(), it -> it.why())
                .containsExactly(tuple("no-text", NotStartedReason.NO_FLOW));
    }

    @Test
    void a_comment_starts_the_most_specific_flow() {
        FlowId all = onComment("", "");
        receive(comment("a link please"));
        FlowId keyword = onComment("", "Please");
        receive(comment("a link please"));
        FlowId post = onComment(POST, "");
        receive(comment("a link please"));
        FlowId both = onComment(POST, "Link");
        receive(comment("a link please"));

        receive(comment(FAN, "nice", "999"));
        receive(comment(FAN, "the LINK, PLEASE", "999"));
        receive(comment("nice"));

        assertThat(startedFlows()).containsExactly(all, keyword, post, both, all, keyword, post);
        assertThat(started().getFirst().event().scope()).isEqualTo(POST);
    }

    @Test
    void a_keyword_next_to_an_emoji_starts_a_flow_but_a_handle_does_not() {
        FlowId flow = onComment("", "DROP");

        receive(comment("@drop_fan look at this"));
        assertThat(startedFlows()).isEmpty();

        receive(comment("DROP🔥"));
        assertThat(startedFlows()).containsExactly(flow);
    }

    @Test
    void a_hyphenated_keyword_is_found_in_a_comment() {
        FlowId flow = onComment("", "PRE-ORDER");

        receive(comment("Pre-order please"));
        receive(comment("can I pre order it?"));
        receive(comment("preorder!"));

        assertThat(startedFlows()).containsExactly(flow, flow, flow);
    }

    @Test
    void a_comment_on_an_ad_counts_as_one_on_its_original_post() {
        FlowId flow =
                active(
                        new InstagramTrigger.Comment(
                                Optional.of(POST), word("link"), Optional.empty()),
                        ReEntry.ONCE_PER_OBJECT);

        receive(comment(FAN, "link", "17900000000000001", POST));
        receive(comment(FAN, "link", POST));

        assertThat(startedFlows()).containsExactly(flow);
        assertThat(refusals("igc:17865799348082"))
                .containsExactly(NotStartedReason.ENTERED_FOR_THIS_BEFORE);
    }

    @Test
    void only_the_first_words_of_a_long_comment_are_checked() {
        onComment("", "Link");
        String words =
                String.join(" ", IntStream.range(0, 25).mapToObj(it -> "word" + it).toList());

        receive(comment(words + " link"));
        assertThat(startedFlows()).isEmpty();

        receive(comment("link " + words));
        assertThat(startedFlows()).hasSize(1);
    }

    @Test
    void the_reads_for_one_comment_fit_into_one_batch() {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        IntakeReader counting =
                new ScriptedIntakeReader(
                        world.reader,
                        (project, identity, type, scopes) -> {
                            sizes.add(scopes.size());
                            return world.reader.read(project, identity, type, scopes);
                        });
        String words = String.join(" ", IntStream.range(0, 400).mapToObj(it -> "w" + it).toList());

        receiver(counting, world.instagram)
                .receive(List.of(comment(FAN, words, "1", "2")), 0, inTime());

        assertThat(sizes).hasSize(1).allMatch(size -> size > 70 && size <= 90);
    }

    @Test
    void a_post_whose_id_looks_like_a_scope_matches_nothing() {
        onComment(POST, "link");

        receive(comment(FAN, "hello", POST + "|keyword:link"));

        assertThat(startedFlows()).isEmpty();
        assertThat(refusals("igc:17865799348081")).containsExactly(NotStartedReason.NO_FLOW);
    }

    @Test
    void without_a_matching_flow_no_fan_is_created_and_the_reason_is_recorded() {
        receive(comment("link"), message("mid-1", "hello"));

        assertThat(known(FAN)).isEmpty();
        assertThat(refusals("igc:17865799348081")).containsExactly(NotStartedReason.NO_FLOW);
        assertThat(refusals("igdm:mid-1")).containsExactly(NotStartedReason.NO_FLOW);
        assertThat(outcomes).containsExactly(EventOutcome.NO_FLOW, EventOutcome.NO_FLOW);
    }

    @Test
    void a_message_and_a_comment_of_one_sender_belong_to_one_fan() {
        onMessage("");
        onComment("", "");

        receive(message("mid-1", "hello"), comment("hello"));

        assertThat(started()).extracting(Run::fan).hasSize(2);
        assertThat(started().stream().map(Run::fan).distinct()).hasSize(1);
    }
}
