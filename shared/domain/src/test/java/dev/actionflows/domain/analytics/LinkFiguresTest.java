package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.link.LinkOwner;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class LinkFiguresTest {
    private static final Instant OPENED = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant CLICKED = Instant.parse("2026-11-03T12:00:00Z");

    private final LinkOwner owner = new LinkOwner(Samples.flowId(), 3);
    private final StepKey step =
            new StepKey(new RunKey(Samples.projectId(), new RunId("run_" + "0".repeat(26))), 4);

    private MessageLink link(Optional<LinkOwner> owner, LinkVisits visits) {
        return new MessageLink(step.messageKey(), Set.of(LinkTarget.RELEASE), owner, visits);
    }

    private Figures figures(LinkVisits visits) {
        return LinkFigures.of(link(Optional.of(owner), visits));
    }

    private Figures one(LocalDate day, MessageFigure what) {
        return new Figures(
                Map.of(
                        new FigureKey(
                                new FlowVersionKey(step.run().project(), owner.flow(), 3), day),
                        Map.of(new Figure.Messages(4, what), 1L)));
    }

    @Test
    void a_message_counts_once_as_opened_until_a_person_clicks() {
        LinkVisits opened = LinkVisits.NONE.opened(OPENED).opened(CLICKED);
        LinkVisits clicked = opened.clicked(CLICKED).clicked(CLICKED.plusSeconds(1));

        assertThat(figures(LinkVisits.NONE)).isEqualTo(Figures.NONE);
        assertThat(figures(opened)).isEqualTo(one(LocalDate.of(2026, 11, 2), MessageFigure.OPENED));
        assertThat(figures(clicked))
                .isEqualTo(one(LocalDate.of(2026, 11, 3), MessageFigure.CLICKED));
    }

    @Test
    void a_message_of_a_test_does_not_count() {
        assertThat(LinkFigures.of(link(Optional.empty(), LinkVisits.NONE.clicked(CLICKED))))
                .isEqualTo(Figures.NONE);
    }
}
