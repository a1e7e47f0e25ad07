package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A condition on a step, {@code when} in a flow document. It is judged once, when the step's turn
 * comes; a step whose condition is not met is skipped.
 */
public sealed interface StepCondition {
    /** The property of a step that holds its condition. */
    String PROPERTY = "when";

    /** How deeply conditions can be nested. */
    int MAX_DEPTH = 3;

    /** The number of conditions that can be combined at one level. */
    int MAX_COMBINED = 10;

    /** The condition as an object of a flow document. */
    Map<String, Object> toDocument();

    /** The condition itself and all that it is composed of. */
    default Stream<StepCondition> parts() {
        return Stream.of(this);
    }

    /** The outcomes that a condition can name. */
    enum Ended {
        COMPLETED,
        SKIPPED,
        HELD_OUT,
        FAILED,
        UNKNOWN,
        WAITING;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Ended> ofWireName(String wireName) {
            return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
        }
    }

    /**
     * The fan has a usable connection.
     *
     * @param provider empty: at any service
     */
    record HasConnection(Optional<StreamingProvider> provider) implements StepCondition {
        @Override
        public Map<String, Object> toDocument() {
            return Map.of(
                    "connection", provider.map(StreamingProvider::wireName).orElse(ANY_SERVICE));
        }
    }

    /** The fan has agreed to messages on this channel, and has not withdrawn that. */
    record HasConsent(Channel channel) implements StepCondition {
        @Override
        public Map<String, Object> toDocument() {
            return Map.of("consent", channel.wireName());
        }
    }

    /** The fan is a member. */
    record InSegment(SegmentId segment) implements StepCondition {
        @Override
        public Map<String, Object> toDocument() {
            return Map.of("segmentId", segment.value());
        }
    }

    /**
     * An earlier step has one of these outcomes.
     *
     * @param index of the step in the flow, from 0
     */
    record StepEnded(int index, Set<Ended> outcomes) implements StepCondition {
        public StepEnded {
            outcomes = Set.copyOf(outcomes);
        }

        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("step", index);
            document.put("outcome", new TreeSet<>(outcomes).stream().map(Ended::wireName).toList());
            return document;
        }
    }

    /** The event that started the run is about this release, artist, post or keyword. */
    record EventIsAbout(String scope) implements StepCondition {
        @Override
        public Map<String, Object> toDocument() {
            return Map.of("scope", scope);
        }
    }

    /** The other condition is not met. */
    record Not(StepCondition condition) implements StepCondition {
        @Override
        public Map<String, Object> toDocument() {
            return Map.of("not", condition.toDocument());
        }

        @Override
        public Stream<StepCondition> parts() {
            return Stream.concat(Stream.of(this), condition.parts());
        }
    }

    /**
     * Several conditions are met.
     *
     * @param all whether all of them must be met, or any one suffices
     */
    record Combined(boolean all, List<StepCondition> conditions) implements StepCondition {
        public Combined {
            conditions = List.copyOf(conditions);
        }

        @Override
        public Map<String, Object> toDocument() {
            return Map.of(
                    all ? "all" : "any",
                    conditions.stream().map(StepCondition::toDocument).toList());
        }

        @Override
        public Stream<StepCondition> parts() {
            return Stream.concat(
                    Stream.of(this), conditions.stream().flatMap(StepCondition::parts));
        }
    }

    /** The word for any streaming service. */
    String ANY_SERVICE = "any";

    /** The kinds of condition, of which an object has exactly one. */
    List<String> KINDS =
            List.of("connection", "consent", "segmentId", "step", "scope", "not", "all", "any");

    /**
     * Reads the condition of a step, if it has one.
     *
     * @param step the step's fields
     * @param index of the step: a condition can refer to the steps before it
     */
    static Optional<StepCondition> decodeOptional(Fields step, int index) {
        return step.optionalObject(PROPERTY).flatMap(it -> decode(it, index, 1));
    }

    private static Optional<StepCondition> decode(Fields fields, int index, int depth) {
        List<String> kinds = KINDS.stream().filter(fields::has).toList();
        if (kinds.size() != 1) {
            fields.violation(
                    kinds.isEmpty() ? KINDS.getFirst() : kinds.getLast(),
                    "a condition is exactly one of " + String.join(", ", KINDS));
            return Optional.empty();
        }
        Optional<? extends StepCondition> condition =
                switch (kinds.getFirst()) {
                    case "connection" ->
                            fields.required(
                                    "connection",
                                    StepCondition::connection,
                                    "spotify, apple_music or any");
                    case "consent" ->
                            fields.required(
                                            "consent",
                                            text ->
                                                    Channel.ofWireName(text)
                                                            .filter(
                                                                    it ->
                                                                            it
                                                                                    != Channel
                                                                                            .INSTAGRAM_DM),
                                            "text or email")
                                    .map(HasConsent::new);
                    case "segmentId" ->
                            fields.required(
                                            "segmentId",
                                            SegmentId::parse,
                                            "the id of a segment, such as seg_…")
                                    .map(InSegment::new);
                    case "step" -> decodeStep(fields, index);
                    case "scope" -> fields.requiredText("scope", 200).map(EventIsAbout::new);
                    case "not" ->
                            fields.requiredObject("not")
                                    .filter(_ -> mayBeNested(fields, "not", depth))
                                    .flatMap(it -> decode(it, index, depth + 1))
                                    .map(Not::new);
                    default -> decodeCombined(fields, kinds.getFirst(), index, depth);
                };
        fields.rejectUnknown();
        return condition.map(it -> it);
    }

    private static Optional<HasConnection> connection(String text) {
        return text.equals(ANY_SERVICE)
                ? Optional.of(new HasConnection(Optional.empty()))
                : StreamingProvider.ofWireName(text)
                        .map(provider -> new HasConnection(Optional.of(provider)));
    }

    private static boolean mayBeNested(Fields fields, String kind, int depth) {
        if (depth == MAX_DEPTH) {
            fields.violation(kind, "conditions can be nested %d levels deep".formatted(MAX_DEPTH));
        }
        return depth < MAX_DEPTH;
    }

    private static Optional<StepCondition> decodeStep(Fields fields, int index) {
        if (index == 0) {
            fields.violation("step", "there is no step before this one");
            return Optional.empty();
        }
        Optional<Integer> step = fields.requiredNumber("step", 0, index - 1);
        List<Ended> outcomes =
                fields.requiredList(
                        "outcome",
                        Ended.values().length,
                        Ended::ofWireName,
                        "completed, skipped, held_out, failed, unknown or waiting");
        return step.filter(_ -> !outcomes.isEmpty())
                .map(it -> new StepEnded(it, EnumSet.copyOf(outcomes)));
    }

    private static Optional<StepCondition> decodeCombined(
            Fields fields, String kind, int index, int depth) {
        List<StepCondition> conditions = new ArrayList<>();
        List<Fields> objects = fields.requiredObjects(kind, MAX_COMBINED);
        if (!mayBeNested(fields, kind, depth)) {
            return Optional.empty();
        }
        for (Fields object : objects) {
            decode(object, index, depth + 1).ifPresent(conditions::add);
        }
        return objects.isEmpty() || conditions.size() < objects.size()
                ? Optional.empty()
                : Optional.of(new Combined(kind.equals("all"), conditions));
    }
}
