package dev.actionflows.lambda.telemetry;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FunnelObserver;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.analytics.FunnelStage;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.usage.Usage;
import dev.actionflows.domain.usage.UsageCount;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reports what was counted as log lines with embedded metrics. They are for looking at: what is
 * counted in the table is exact, while a crash between counting and reporting loses a point.
 */
final class AnalyticsTelemetry implements FunnelObserver {
    private final Consumer<Line> log;

    AnalyticsTelemetry(Consumer<Line> log) {
        this.log = log;
    }

    void counted(UsageCount count) {
        Map<Channel, Usage> channels = new EnumMap<>(Channel.class);
        count.added().forEach((key, usage) -> channels.merge(key.channel(), usage, Usage::plus));
        channels.forEach(
                (channel, usage) ->
                        log.accept(
                                new Line(Level.INFO, "messages counted")
                                        .with("Channel", channel.wireName())
                                        .metric(Metric.MESSAGES, usage.messages())
                                        .metric(Metric.CREDITS, usage.credits())));
        long clicked = clicked(count.figures());
        if (clicked != 0) {
            log.accept(
                    new Line(Level.INFO, "clicks counted")
                            .metric(Metric.MESSAGES_CLICKED, clicked));
        }
    }

    private static long clicked(Figures figures) {
        return figures.counts().values().stream()
                .flatMap(numbers -> numbers.entrySet().stream())
                .filter(
                        it ->
                                it.getKey() instanceof Figure.Messages messages
                                        && messages.what() == MessageFigure.CLICKED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public void reached(FunnelScope project, Map<FunnelStage, Long> fans) {
        fans.forEach(
                (stage, count) -> {
                    if (!(stage instanceof FunnelStage.Did)) {
                        log.accept(
                                new Line(Level.INFO, "fans counted")
                                        .project(project.project())
                                        .with("Stage", stage.text())
                                        .metric(Metric.FANS, count));
                    }
                });
    }
}
