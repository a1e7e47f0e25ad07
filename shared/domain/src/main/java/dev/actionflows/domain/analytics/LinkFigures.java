package dev.actionflows.domain.analytics;

import dev.actionflows.domain.link.LinkOwner;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.StepKey;

/**
 * What the links of a message, as they are stored at one moment, add to the figures of its flow.
 * The message counts once, on the day of the first click, or of the first opening as long as no
 * person has clicked.
 */
public final class LinkFigures {
    private LinkFigures() {}

    /** None for a message of a run that began as a test. */
    public static Figures of(MessageLink link) {
        return link.owner()
                .flatMap(
                        owner ->
                                StepKey.ofMessageKey(link.message())
                                        .map(step -> of(step, owner, link.visits())))
                .orElse(Figures.NONE);
    }

    /**
     * @param step whose message it is
     */
    public static Figures of(StepKey step, LinkOwner owner, LinkVisits visits) {
        FlowVersionKey flow =
                new FlowVersionKey(step.run().project(), owner.flow(), owner.version());
        Figures.Sum sum = new Figures.Sum();
        visits.firstClickedAt()
                .ifPresentOrElse(
                        at ->
                                sum.add(
                                        FigureKey.at(flow, at),
                                        new Figure.Messages(step.index(), MessageFigure.CLICKED),
                                        1),
                        () ->
                                visits.firstOpenedAt()
                                        .ifPresent(
                                                at ->
                                                        sum.add(
                                                                FigureKey.at(flow, at),
                                                                new Figure.Messages(
                                                                        step.index(),
                                                                        MessageFigure.OPENED),
                                                                1)));
        return sum.figures();
    }
}
