package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;
import dev.actionflows.testkit.ProjectFile;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code flow.schema.json} and the decoder accept the same documents. */
class FlowSchemaTest {
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(ProjectFile.text("flow.schema.json"));

    /**
     * Where the decoder applies rules that no schema can express: reserved words, templates, spans.
     */
    private static final Pattern BEYOND_SCHEMAS =
            Pattern.compile(
                    "/trigger/keyword|/steps/\\d+/text|/cooldown|/trigger/threshold/within"
                            + "|/steps/\\d+/(?:for|until|timeZone)"
                            + "|/steps/\\d+/when/(?:.*/)?step");

    /** The order of a ladder's steps; only documents with fallbacks have ladders. */
    private static final Pattern LADDERS = Pattern.compile("/steps/\\d+/(?:onUnmet|fallback|type)");

    private static final List<@Nullable Object> VALUES =
            Arrays.asList(
                    null,
                    "",
                    " ",
                    "\t\n",
                    "word",
                    "tab\tand\nline",
                    "bell\u0007",
                    "delete\u007F",
                    "stop",
                    "...",
                    "once",
                    "every_event",
                    "skip",
                    "defer",
                    "hold",
                    "continue",
                    "cooldown",
                    "once_per_object",
                    "*",
                    "P7D",
                    "PT12H",
                    "P7",
                    "P1W",
                    "sms.opted_in",
                    "instagram.dm",
                    "instagram.comment",
                    "release.presaved",
                    "art_3n5p7q9r1s2t4v6w",
                    "rel_2m4n6p8q0r1s3t5v",
                    "rel_2m4n6p8q0r1s3t5",
                    "seg_9x7w5v3t1s0r8q6p",
                    "seg_9x7w5v3t1s0r8q6l",
                    "spotify:artist:0TnOYISbd1XYRBk9myaseg",
                    "spotify:album:0TnOYISbd1XYRBk9myaseg",
                    "1440857781",
                    "١٢٣",
                    "a".repeat(40),
                    "a".repeat(41),
                    "a".repeat(120),
                    "a".repeat(121),
                    "a".repeat(1600),
                    "a".repeat(1601),
                    "🔥".repeat(120),
                    "🔥".repeat(121),
                    "\u00A0",
                    "\u200B\u2060",
                    true,
                    0L,
                    1L,
                    2L,
                    50L,
                    51L,
                    1.5,
                    3.0,
                    List.of(),
                    List.of("a"),
                    Map.of(),
                    Map.of("type", "sms.keyword"),
                    Map.of("count", 2L, "within", "P1D"),
                    Map.of("type", "release.presaved", "releaseId", "*"),
                    Map.of("spotifyUri", "spotify:artist:0TnOYISbd1XYRBk9myaseg"),
                    Collections.nCopies(
                            25, Map.of("type", "add_to_segment", "segmentId", ApiWorld.SEGMENT)),
                    Collections.nCopies(
                            26, Map.of("type", "add_to_segment", "segmentId", ApiWorld.SEGMENT)));

    static List<Map<String, Object>> documents() {
        List<Map<String, Object>> documents = new ArrayList<>();
        documents.add(documentWithEverything());
        triggers().forEach(trigger -> documents.add(documentWith(trigger)));
        FlowTemplatesTest.templates()
                .forEach(template -> documents.add(FlowTemplatesTest.filled(template)));
        return documents;
    }

    @Test
    void the_test_documents_contain_every_step_and_every_trigger() {
        assertThat(steps(documentWithEverything())).contains(StepType.values());
        assertThat(documents().stream().map(FlowSchemaTest::decode).map(it -> it.trigger().type()))
                .contains(TriggerType.values());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void schema_and_decoder_accept_a_valid_document_and_its_encoded_form(
            Map<String, Object> document) {
        FlowDefinition definition = decode(document);

        assertThat(errors(document)).isEmpty();
        assertThat(errors(definition.toDocument())).isEmpty();
        assertThat(decode(definition.toDocument())).isEqualTo(definition);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void schema_and_decoder_agree_on_every_changed_document(Map<String, Object> document) {
        List<Object> mutants = new ArrayList<>();
        for (Object value : VALUES) {
            mutants.addAll(replaced(document, value));
        }
        mutants.addAll(extendedAndShortened(document));
        int refused = 0;

        for (Object mutant : mutants) {
            if (!(mutant instanceof Map<?, ?> map)) {
                continue;
            }
            Map<String, Object> changed = new LinkedHashMap<>();
            map.forEach((name, value) -> changed.put((String) name, value));
            List<String> broken = violations(changed);
            boolean valid = errors(changed).isEmpty();
            if (broken.isEmpty()) {
                assertThat(valid).as("the decoder takes " + changed).isTrue();
            } else if (broken.stream().anyMatch(it -> !isBeyondSchemas(it, changed))) {
                refused++;
                assertThat(valid).as("the decoder refuses " + changed + broken).isFalse();
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    private static boolean isBeyondSchemas(String pointer, Map<String, Object> document) {
        return BEYOND_SCHEMAS.matcher(pointer).matches()
                || (document.toString().contains("fallback=true")
                        && LADDERS.matcher(pointer).matches());
    }

    @Test
    void an_editor_offers_every_trigger_and_every_step() {
        assertThat(offered("trigger"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(TriggerType.values()).map(TriggerType::wireName).toList());
        assertThat(offered("step"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(StepType.values()).map(StepType::wireName).toList());
    }

    private static List<String> offered(String definition) {
        List<String> offered = new ArrayList<>();
        SCHEMA.getSchemaNode()
                .at("/$defs/" + definition + "/properties/type/enum")
                .forEach(type -> offered.add(type.asText()));
        return offered;
    }

    @Test
    void only_a_misspelled_type_is_reported() {
        Map<String, Object> step = new LinkedHashMap<>(documentWithEverything());
        step.put("steps", List.of(Map.of("type", "send_txt", "text", "Hi")));
        assertThat(errors(step))
                .singleElement()
                .asString()
                .startsWith("/steps/0/type: does not have a value in the enumeration")
                .contains("send_text");

        assertThat(errors(documentWith(Map.of("type", "sms.keywrod", "keyword", "PRESAVE"))))
                .singleElement()
                .asString()
                .startsWith("/trigger/type: does not have a value in the enumeration");
    }

    @Test
    void durations_keep_their_notation_and_the_schema_property_is_dropped() {
        Map<String, Object> document = documentWith(triggers().getFirst());
        document.put("$schema", "https://label.example/flow.schema.json");
        Map<String, Object> shown = decode(document).toDocument();

        assertThat(shown).containsEntry("cooldown", "P7D").doesNotContainKey("$schema");
        assertThat(shown.get("trigger"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("threshold", Map.of("count", 3, "within", "P30D"));
        document.put("cooldown", "PT168H");
        assertThat(decode(document).toDocument()).containsEntry("cooldown", "PT168H");
    }

    /** One trigger of each type, with all its properties. */
    private static List<Map<String, Object>> triggers() {
        Map<String, Object> threshold = Map.of("count", 3, "within", "P30D");
        List<Map<String, Object>> triggers = new ArrayList<>();
        for (TriggerType type : TriggerType.values()) {
            Map<String, Object> trigger = new LinkedHashMap<>();
            trigger.put("type", type.wireName());
            switch (type) {
                case SMS_KEYWORD, INSTAGRAM_DM -> trigger.put("keyword", "PRESAVE");
                case RELEASE_PRESAVED -> trigger.put("releaseId", "*");
                case RELEASE_SAVED, RELEASE_ADDED_TO_LIBRARY, TRACK_LISTENED ->
                        trigger.put("releaseId", ApiWorld.RELEASE);
                case MESSAGE_DELIVERED, LINK_CLICKED -> trigger.put("flowId", "*");
                case SEGMENT_ENTERED -> trigger.put("segmentId", "seg_9x7w5v3t1s0r8q6p");
                case ARTIST_FOLLOWED -> trigger.put("artistId", ApiWorld.ARTIST);
                case NEXTSAVE_OPTED_IN -> trigger.put("artistId", "*");
                case SMS_OPTED_IN, EMAIL_OPTED_IN, RELEASE_DETECTED, CONNECTION_EXPIRING -> {}
                case INSTAGRAM_COMMENT -> {
                    trigger.put("postId", "17895695668004550");
                    trigger.put("keyword", "🔥");
                }
            }
            trigger.put("threshold", threshold);
            triggers.add(trigger);
        }
        return triggers;
    }

    private static Map<String, Object> documentWith(Map<String, Object> trigger) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", "Any");
        document.put("trigger", trigger);
        document.put("steps", List.of(Map.of("type", "send_text", "text", "Hello")));
        document.put("reEntry", "cooldown");
        document.put("cooldown", "P7D");
        return document;
    }

    private static Map<String, Object> documentWithEverything() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "./flow.schema.json");
        document.put("name", "Everything");
        document.put("trigger", Map.of("type", "sms.keyword", "keyword", "PRESAVE"));
        document.put("steps", samplesOfAllSteps());
        document.put("reEntry", ReEntry.Policy.ONCE.wireName());
        document.put("onFailure", OnFailure.STOP.wireName());
        return document;
    }

    private static List<Map<String, Object>> samplesOfAllSteps() {
        SampleSubjects subjects =
                new SampleSubjects(
                        new ReleaseId(ApiWorld.RELEASE),
                        new ArtistId(ApiWorld.ARTIST),
                        new ProviderIds(
                                Map.of(
                                        StreamingProvider.SPOTIFY,
                                        "spotify:artist:0TnOYISbd1XYRBk9myaseg",
                                        StreamingProvider.APPLE_MUSIC,
                                        "1440857781")),
                        new SegmentId(ApiWorld.SEGMENT));
        StepActions actions = new World().application.steps();
        List<Map<String, Object>> samples =
                new ArrayList<>(
                        Arrays.stream(StepType.values())
                                .map(
                                        type ->
                                                actions.of(type)
                                                        .sample(subjects, OnUnmet.SKIP)
                                                        .toDocument())
                                .toList());
        samples.get(1).put("when", condition());
        samples.add(
                new LinkedHashMap<>(
                        Map.of(
                                "type",
                                "wait",
                                "until",
                                "release_day",
                                "releaseId",
                                ApiWorld.RELEASE,
                                "at",
                                "09:00",
                                "timeZone",
                                "Europe/Berlin")));
        return samples;
    }

    private static Map<String, Object> condition() {
        return Map.of(
                "any",
                List.of(
                        Map.of("not", Map.of("connection", "any")),
                        Map.of("step", 0L, "outcome", List.of("completed"))));
    }

    private static List<StepType> steps(Map<String, Object> document) {
        return decode(document).stepTypes();
    }

    private static FlowDefinition decode(Map<String, Object> document) {
        return FlowDefinition.decode(Json.readObject(Json.write(document)));
    }

    private static List<String> violations(Map<String, Object> document) {
        try {
            decode(document);
            return List.of();
        } catch (ProblemException e) {
            return e.violations().stream().map(Violation::pointer).toList();
        }
    }

    private static List<String> errors(Map<String, Object> document) {
        return SCHEMA.validate(Json.write(document), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** The value with each of its places replaced in turn. */
    private static List<@Nullable Object> replaced(Object value, @Nullable Object by) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(by);
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach(
                            (name, member) ->
                                    replaced(member, by)
                                            .forEach(it -> all.add(with(map, name, it))));
            case List<?> list -> {
                for (int index = 0; index < list.size(); index++) {
                    int place = index;
                    replaced(list.get(index), by)
                            .forEach(
                                    it -> {
                                        List<@Nullable Object> copy = new ArrayList<>(list);
                                        copy.set(place, it);
                                        all.add(copy);
                                    });
                }
            }
            default -> {}
        }
        return all;
    }

    /** The value with one property added or removed in each of its objects in turn. */
    private static List<Object> extendedAndShortened(Object value) {
        List<Object> all = new ArrayList<>();
        switch (value) {
            case Map<?, ?> map -> {
                all.add(with(map, "colour", "red"));
                all.add(with(map, "onUnmet", null));
                map.forEach(
                        (name, member) -> {
                            Map<Object, Object> fewer = new LinkedHashMap<>(map);
                            fewer.remove(name);
                            all.add(fewer);
                            extendedAndShortened(member)
                                    .forEach(it -> all.add(with(map, name, it)));
                        });
            }
            case List<?> list -> {
                for (int index = 0; index < list.size(); index++) {
                    int place = index;
                    extendedAndShortened(list.get(index))
                            .forEach(
                                    it -> {
                                        List<Object> copy = new ArrayList<>(list);
                                        copy.set(place, it);
                                        all.add(copy);
                                    });
                }
            }
            default -> {}
        }
        return all;
    }

    private static Map<Object, @Nullable Object> with(
            Map<?, ?> map, Object name, @Nullable Object value) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
