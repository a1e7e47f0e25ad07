package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

class MergeTagsTest {
    private static final String NAMED = "Hi{{#first_name}} {{first_name}}{{/first_name}}!";
    private static final String ABOUT = "{{release_title}} by {{artist_name}}";
    private static final String LINK = "{{#release_link}}{{release_link}}{{/release_link}}";

    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final Step preSave = new Step.PreSave(world.release.id(), OnUnmet.SKIP);
    private final Artist artist = Samples.artist();

    MergeTagsTest() {
        // outside of the quiet hours of the fan's number
        world.clock.advance(Duration.ofHours(6));
    }

    private static Step text(String template) {
        return new Step.SendText(new MessageTemplate(template), OnUnmet.SKIP);
    }

    private void name(String name) {
        world.fans.setFirstName(
                world.project,
                world.fans.find(world.project, mail.fan).orElseThrow(),
                new FirstName(name));
    }

    private static FlowDefinition definition(Trigger trigger, Step... steps) {
        return new FlowDefinition(
                "Flow", trigger, List.of(steps), ReEntry.EVERY_EVENT, OnFailure.CONTINUE);
    }

    private FlowDefinition onKeyword(Step... steps) {
        return world.definition("presave", OnFailure.CONTINUE, steps);
    }

    private static Trigger followed(Artist artist) {
        return new Trigger.OfArtist(
                TriggerType.ARTIST_FOLLOWED, Optional.of(artist.id()), Optional.empty());
    }

    private static Trigger detected() {
        return new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty());
    }

    /** Does only the messages of a run that the event starts. */
    private void execute(FlowDefinition definition, String scope) {
        Flow flow = world.flows.create(world.project, definition);
        FanEvent event =
                new FanEvent(
                        new EventId("test:" + flow.id()),
                        definition.trigger().type(),
                        scope,
                        world.clock.instant());
        world.intake.take(
                new EventFan(world.project, mail.fan, Set.of()),
                event,
                List.of(TriggerClaim.of(flow)));
        Run run = world.executions.started().getLast();
        mail.machine
                .with(StepType.PRE_SAVE, world.application.steps().runner(StepType.PRE_SAVE))
                .execute(run);
    }

    private String textOf(FlowDefinition definition, String scope) {
        execute(definition, scope);
        return world.followed(world.ports.texts.handedOver().getLast().body());
    }

    private String textOf(String template) {
        return textOf(onKeyword(preSave, text(template)), "presave");
    }

    private Release release(Map<StreamingProvider, String> ids) {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "High Tide",
                        "Nova",
                        world.release.releaseDate(),
                        new ProviderIds(ids),
                        world.clock.instant());
        world.catalog.create(world.project, release);
        return release;
    }

    private void connect(StreamingProvider provider) {
        world.fans.connect(world.project, Samples.connection(mail.fan, provider));
    }

    private List<Violation> violations(FlowDefinition definition) {
        return catchThrowableOfType(
                        ProblemException.class, () -> world.flows.create(world.project, definition))
                .violations();
    }

    @Test
    void a_fan_is_addressed_by_name_if_it_is_known() {
        assertThat(textOf(NAMED)).isEqualTo("Hi!");

        name("Ada");

        assertThat(textOf(NAMED)).isEqualTo("Hi Ada!");
    }

    @Test
    void a_name_with_braces_or_html_stays_text_everywhere() {
        name("<b>{{connect_link}}</b>");

        assertThat(textOf(NAMED)).isEqualTo("Hi <b>{{connect_link}}</b>!");

        execute(
                onKeyword(
                        MailWorld.step(
                                NAMED,
                                NAMED
                                        + "{{#first_name}} https://label.example/?n={{first_name}}"
                                        + "{{/first_name}}")),
                "presave");
        Mail sent = mail.mails().getLast();
        assertThat(sent.subject()).isEqualTo("Hi <b>{{connect_link}}</b>!");
        assertThat(sent.text()).startsWith("Hi <b>{{connect_link}}</b>!");
        assertThat(sent.marketing().orElseThrow().html())
                .contains("Hi &lt;b&gt;{{connect_link}}&lt;/b&gt;!")
                .contains(
                        "<a href=\"https://label.example/?n="
                                + "%3Cb%3E%7B%7Bconnect_link%7D%7D%3C%2Fb%3E\"");
    }

    @Test
    void the_release_is_the_only_one_of_the_steps() {
        assertThat(textOf(ABOUT + " " + LINK))
                .isEqualTo(
                        "Low Tide by Night Harbour"
                                + " https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy");
    }

    @Test
    void the_release_of_the_event_comes_first() {
        Release other = release(Map.of());

        assertThat(textOf(definition(detected(), preSave, text(ABOUT + LINK)), other.id().value()))
                .isEqualTo("High Tide by Nova");
    }

    @Test
    void an_event_about_an_artist_fills_in_the_artists_name() {
        world.catalog.create(world.project, artist);

        assertThat(
                        textOf(
                                definition(followed(artist), text("You follow {{artist_name}}")),
                                artist.id().value()))
                .isEqualTo("You follow Night Harbour");
    }

    @Test
    void the_only_artist_of_the_steps_is_named_if_the_event_is_about_none() {
        Step nextSave = new NextSaveStep(world.artist.id(), OnUnmet.SKIP);
        mail.machine.with(StepType.NEXT_SAVE, world.application.steps().runner(StepType.NEXT_SAVE));

        assertThat(textOf(onKeyword(nextSave, text("All of {{artist_name}}")), "presave"))
                .isEqualTo("All of Night Harbour");
    }

    @Test
    void the_longest_link_has_the_length_of_a_real_one() {
        execute(
                onKeyword(preSave, text("{{#connect_link}}{{connect_link}}{{/connect_link}}.")),
                "presave");
        String sent = world.ports.texts.handedOver().getLast().body();

        assertThat(OwnLinks.longest(world.projects.find(world.project).orElseThrow()) + ".")
                .hasSameSizeAs(sent);
    }

    private static List<StreamingProvider> both(StreamingProvider first) {
        return Stream.concat(Stream.of(first), Arrays.stream(StreamingProvider.values()))
                .distinct()
                .toList();
    }

    @Test
    void a_release_link_leads_to_the_fans_service_if_the_release_is_there() {
        Release both =
                release(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                                StreamingProvider.APPLE_MUSIC,
                                "1440857781"));
        String spotify = "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy";
        String apple = "https://geo.music.apple.com/us/album/_/1440857781";

        assertThat(ReleaseLinks.of(both, both(StreamingProvider.SPOTIFY)))
                .extracting(LinkDestination::url)
                .containsExactly(spotify, apple);
        assertThat(ReleaseLinks.of(both, both(StreamingProvider.APPLE_MUSIC)))
                .extracting(LinkDestination::url)
                .containsExactly(apple, spotify);
        assertThat(ReleaseLinks.of(world.release, both(StreamingProvider.APPLE_MUSIC)))
                .extracting(LinkDestination::url)
                .containsExactly(spotify);
        assertThat(ReleaseLinks.exist(both)).isTrue();
        assertThat(ReleaseLinks.exist(release(Map.of()))).isFalse();

        connect(StreamingProvider.APPLE_MUSIC);
        assertThat(textOf(definition(detected(), text("Hi " + LINK)), both.id().value()))
                .isEqualTo("Hi " + apple);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{release_title}}", "{{artist_name}}", LINK})
    void a_tag_that_never_has_a_value_is_rejected_when_the_flow_is_saved(String tag) {
        Release other = release(Map.of());
        Step otherPreSave = new Step.PreSave(other.id(), OnUnmet.SKIP);

        assertThat(violations(onKeyword(text("Hi " + tag))))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.pointer()).isEqualTo("/steps/0/text");
                            assertThat(it.detail())
                                    .contains("which has no value in this flow")
                                    .contains("remove the tag, choose a trigger about a release")
                                    .contains("refer to exactly one release");
                        });
        assertThat(violations(onKeyword(preSave, otherPreSave, text("Hi " + tag)))).hasSize(1);
        assertThat(violations(onKeyword(MailWorld.step("Hi", "Hi " + tag))))
                .extracting(Violation::pointer)
                .containsExactly("/steps/0/body");
        assertThat(violations(onKeyword(MailWorld.step("Hi " + tag, "Hi"))))
                .extracting(Violation::pointer)
                .containsExactly("/steps/0/subject");
        assertThat(world.flows.create(world.project, definition(detected(), text("Hi " + tag))))
                .isNotNull();
    }

    @Test
    void a_flow_about_an_artist_has_an_artists_name_but_no_release() {
        world.catalog.create(world.project, artist);

        assertThat(
                        world.flows.create(
                                world.project,
                                definition(followed(artist), text("{{artist_name}}"))))
                .isNotNull();
        assertThat(violations(definition(followed(artist), text("{{release_title}}")))).hasSize(1);
    }

    @Test
    void the_longest_values_count_when_the_flow_is_saved() {
        String rest = "a".repeat(1_600 - 50 - "Low Tide".length());
        String template = "{{release_title}}%s{{#first_name}}{{first_name}}{{/first_name}}";

        assertThat(
                        world.flows.create(
                                world.project, onKeyword(preSave, text(template.formatted(rest)))))
                .isNotNull();
        assertThat(violations(onKeyword(preSave, text(template.formatted(rest + "a")))))
                .extracting(Violation::detail)
                .containsExactly(
                        "is up to 1601 characters long once its tags are filled in, but a text may"
                                + " have at most 1600; shorten it by 1");
        // any release: its title may have 200 characters
        String any = "a".repeat(1_600 - 50 - 200);
        assertThat(
                        world.flows.create(
                                world.project,
                                definition(detected(), text(template.formatted(any)))))
                .isNotNull();
        assertThat(violations(definition(detected(), text(template.formatted(any + "a")))))
                .hasSize(1);
    }

    @Test
    void the_longest_name_counts_in_bytes_where_the_channel_counts_bytes() {
        String template = "%s{{#first_name}}{{first_name}}{{/first_name}}";
        Step fits = dm(template.formatted("a".repeat(1_000 - 200)));
        Step tooLong = dm(template.formatted("a".repeat(1_000 - 199)));

        assertThat(world.flows.create(world.project, onKeyword(fits))).isNotNull();
        assertThat(violations(onKeyword(tooLong)))
                .extracting(Violation::detail)
                .singleElement()
                .asString()
                .startsWith("is up to 1001 bytes long");
    }

    private static Step dm(String template) {
        return new Step.SendInstagramDm(new MessageTemplate(template), OnUnmet.SKIP);
    }

    @Test
    void nothing_is_read_for_tags_that_a_template_does_not_have() {
        FlowSubject subject = FlowSubject.of(onKeyword(preSave));
        FlowSubject ofArtist = FlowSubject.of(definition(followed(artist)));
        RequiredFacts always = RequiredFacts.nothing().withFan();

        assertThat(required(always, subject, NAMED, "{{project_name}}")).isEqualTo(always);
        assertThat(required(always, ofArtist, NAMED)).isEqualTo(always);
        assertThat(required(always, subject, NAMED, LINK))
                .isEqualTo(always.withRelease(world.release.id()));
        assertThat(required(always, subject, "{{artist_name}}"))
                .isEqualTo(always.withRelease(world.release.id()));
        assertThat(required(always, ofArtist, "{{artist_name}}"))
                .isEqualTo(always.withArtist(artist.id()));
    }

    private static RequiredFacts required(
            RequiredFacts always, FlowSubject subject, String... templates) {
        return MergeTags.required(
                always, Arrays.stream(templates).map(MessageTemplate::new).toList(), subject);
    }
}
