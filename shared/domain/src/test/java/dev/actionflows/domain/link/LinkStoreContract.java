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

    private final LinkStore links;
    private final StepKey step =
            new StepKey(new RunKey(Samples.projectId(), new RunId("run_" + "0".repeat(26))), 3);
    private final String message = step.messageKey();
    private final LinkCode code = LinkCode.of(message);

    protected LinkStoreContract(LinkStore links) {
        this.links = links;
    }

    private void add() {
        links.add(code, message, BOTH);
    }

    private LinkVisits visits() {
        return links.find(code).orElseThrow().visits();
    }

    @Test
    void a_link_is_found_by_its_code_and_nobody_has_followed_it_yet() {
        add();

        assertThat(links.find(code)).contains(new MessageLink(message, BOTH, LinkVisits.NONE));
    }

    @Test
    void what_was_never_added_is_neither_found_nor_counted() {
        links.open(code, NOW);
        links.click(code, NOW);

        assertThat(links.find(code)).isEmpty();
    }

    @Test
    void openings_and_clicks_are_counted_apart_with_the_time_of_the_first() {
        add();

        links.open(code, NOW);
        links.open(code, LATER);
        links.click(code, LATER);
        links.click(code, LATER.plusSeconds(1));

        assertThat(visits()).isEqualTo(new LinkVisits(2, Optional.of(NOW), 2, Optional.of(LATER)));
    }

    @Test
    void a_repeated_attempt_at_the_message_keeps_who_has_followed_its_links() {
        add();
        links.open(code, NOW);

        add();

        assertThat(visits().openings()).isEqualTo(1);
    }

    @Test
    void the_code_of_another_message_is_never_taken_over() {
        add();

        assertThatThrownBy(() -> links.add(code, "another", BOTH))
                .isInstanceOf(IllegalStateException.class);
        assertThat(links.find(code).orElseThrow().message()).isEqualTo(message);
    }

    @Test
    void each_attempt_adds_the_links_that_it_has() {
        links.add(code, message, Set.of(LinkTarget.RELEASE));
        assertThat(links.find(code).orElseThrow().targets()).containsExactly(LinkTarget.RELEASE);

        links.add(code, message, Set.of(LinkTarget.CONNECT));

        assertThat(links.find(code).orElseThrow().targets()).isEqualTo(BOTH);
    }

    @Test
    void several_messages_are_found_at_once() {
        add();
        LinkCode other = LinkCode.of(message + "0");
        links.add(other, message + "0", BOTH);

        assertThat(links.findAll(List.of(code, other, LinkCode.of(message + "1"))))
                .containsOnlyKeys(code, other)
                .containsEntry(code, links.find(code).orElseThrow());
        assertThat(links.findAll(List.of())).isEmpty();
    }

    @Test
    void concurrent_openings_are_all_counted() {
        add();

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
        add();
        links.open(code, NOW);

        links.remove(code);
        links.remove(code);

        assertThat(links.find(code)).isEmpty();
        add();
        assertThat(visits()).isEqualTo(LinkVisits.NONE);
    }
}
