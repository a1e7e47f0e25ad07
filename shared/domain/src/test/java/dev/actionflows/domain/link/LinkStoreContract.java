package dev.actionflows.domain.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract of {@link LinkStore} implementations. */
public abstract class LinkStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00.123Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private static final Set<LinkTarget> BOTH = Set.of(LinkTarget.CONNECT, LinkTarget.RELEASE);

    private static final LinkOwner OWNER = new LinkOwner(Samples.flowId(), 3);

    private final LinkStore links;
    private final StepKey step =
            new StepKey(new RunKey(Samples.projectId(), new RunId("run_" + "0".repeat(26))), 3);
    private final String message = step.messageKey();
    private final LinkCode code = LinkCode.of(message);

    protected LinkStoreContract(LinkStore links) {
        this.links = links;
    }

    private void put() {
        links.put(code, message, BOTH, Optional.of(OWNER), 2);
    }

    private LinkVisits visits() {
        return links.find(code).orElseThrow().visits();
    }

    @Test
    void a_link_is_found_by_its_code_and_nobody_has_followed_it_yet() {
        put();

        assertThat(links.find(code))
                .contains(new MessageLink(message, BOTH, Optional.of(OWNER), LinkVisits.NONE));
    }

    @Test
    void what_was_never_added_is_neither_found_nor_counted() {
        links.open(code, NOW);
        links.click(code, NOW);

        assertThat(links.find(code)).isEmpty();
    }

    @Test
    void openings_and_clicks_are_counted_apart_with_the_time_of_the_first() {
        put();

        links.open(code, NOW);
        links.open(code, LATER);
        links.click(code, LATER);
        links.click(code, LATER.plusSeconds(1));

        assertThat(visits()).isEqualTo(new LinkVisits(2, Optional.of(NOW), 2, Optional.of(LATER)));
    }

    @Test
    void a_repeated_attempt_at_the_message_keeps_who_has_followed_its_links() {
        put();
        links.open(code, NOW);

        put();

        assertThat(visits().openings()).isEqualTo(1);
    }

    @Test
    void the_code_of_another_message_is_never_taken_over() {
        put();

        assertThatThrownBy(() -> links.put(code, "another", BOTH, Optional.of(OWNER), 3))
                .isInstanceOf(IllegalStateException.class);
        assertThat(links.find(code).orElseThrow().message()).isEqualTo(message);
    }

    /** Otherwise, a link that was never sent could be made from one that was. */
    @Test
    void the_links_of_an_attempt_take_the_place_of_those_of_an_earlier_one() {
        links.put(code, message, BOTH, Optional.of(OWNER), 2);
        links.open(code, NOW);

        links.put(code, message, Set.of(LinkTarget.RELEASE), Optional.of(OWNER), 4);

        assertThat(links.find(code).orElseThrow().targets()).containsExactly(LinkTarget.RELEASE);
        assertThat(visits().openings()).isEqualTo(1);
    }

    @Test
    void the_late_write_of_an_earlier_attempt_changes_nothing() {
        links.put(code, message, Set.of(LinkTarget.CONNECT), Optional.of(OWNER), 4);

        links.put(code, message, Set.of(LinkTarget.RELEASE), Optional.of(OWNER), 2);

        assertThat(links.find(code).orElseThrow().targets()).containsExactly(LinkTarget.CONNECT);
    }

    @Test
    void several_messages_are_found_at_once() {
        put();
        LinkCode other = LinkCode.of(message + "0");
        links.put(other, message + "0", BOTH, Optional.of(OWNER), 2);

        assertThat(links.findAll(List.of(code, other, LinkCode.of(message + "1"))))
                .containsOnlyKeys(code, other)
                .containsEntry(code, links.find(code).orElseThrow());
        assertThat(links.findAll(List.of())).isEmpty();
    }

    @Test
    void concurrent_openings_are_all_counted() {
        put();

        Together.run(
                8,
                number -> {
                    links.open(code, NOW.plusSeconds(number));
                    return number;
                });

        assertThat(visits().openings()).isEqualTo(8);
    }

    @Test
    void a_removed_link_leads_nowhere_and_its_visits_are_gone() {
        put();
        links.open(code, NOW);

        links.remove(code);
        links.remove(code);

        assertThat(links.find(code)).isEmpty();
        put();
        assertThat(visits()).isEqualTo(LinkVisits.NONE);
    }
}
