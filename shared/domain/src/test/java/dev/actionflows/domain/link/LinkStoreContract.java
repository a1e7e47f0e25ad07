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
import java.util.Optional;

/** The contract of {@link LinkStore} implementations. */
public abstract class LinkStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00.123Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final LinkStore links;
    private final StepKey step =
            new StepKey(new RunKey(Samples.projectId(), new RunId("run_" + "0".repeat(26))), 3);
    private final String message = step.messageKey();
    private final LinkCode code = LinkCode.of(message);

    protected LinkStoreContract(LinkStore links) {
        this.links = links;
    }

    private LinkVisits visits() {
        return links.find(code).orElseThrow().visits();
    }

    @Test
    void a_link_is_found_by_its_code_and_nobody_has_followed_it_yet() {
        links.add(code, message);

        assertThat(links.find(code)).contains(new MessageLink(message, LinkVisits.NONE));
    }

    @Test
    void what_was_never_added_is_neither_found_nor_counted() {
        assertThat(links.open(code, NOW)).isEmpty();
        links.click(code, NOW);

        assertThat(links.find(code)).isEmpty();
    }

    @Test
    void openings_and_clicks_are_counted_apart_with_the_time_of_the_first() {
        links.add(code, message);

        assertThat(links.open(code, NOW))
                .contains(
                        new MessageLink(
                                message, new LinkVisits(1, Optional.of(NOW), 0, Optional.empty())));
        links.open(code, LATER);
        links.click(code, LATER);
        links.click(code, LATER.plusSeconds(1));

        assertThat(visits()).isEqualTo(new LinkVisits(2, Optional.of(NOW), 2, Optional.of(LATER)));
    }

    @Test
    void a_repeated_attempt_at_the_message_keeps_who_has_followed_its_links() {
        links.add(code, message);
        links.open(code, NOW);

        links.add(code, message);

        assertThat(visits().openings()).isEqualTo(1);
    }

    @Test
    void the_code_of_another_message_is_never_taken_over() {
        links.add(code, message);

        assertThatThrownBy(() -> links.add(code, "another"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(links.find(code).orElseThrow().message()).isEqualTo(message);
    }

    @Test
    void concurrent_openings_are_all_counted() {
        links.add(code, message);

        Together.run(8, number -> links.open(code, NOW.plusSeconds(number)));

        assertThat(visits().openings()).isEqualTo(8);
    }

    @Test
    void a_removed_link_leads_nowhere_and_its_visits_are_gone() {
        links.add(code, message);
        links.open(code, NOW);

        links.remove(code);
        links.remove(code);

        assertThat(links.find(code)).isEmpty();
        links.add(code, message);
        assertThat(visits()).isEqualTo(LinkVisits.NONE);
    }
}
