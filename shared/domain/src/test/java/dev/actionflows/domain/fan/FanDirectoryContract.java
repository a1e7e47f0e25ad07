package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The contract of {@link FanDirectory} implementations. */
public abstract class FanDirectoryContract {
    private static final Instant NOW = Samples.NOW;
    private static final int MANY = 100;

    private final ProjectId project = Samples.projectId();
    private final FanStore fans;
    private final FanDirectory directory;

    /**
     * @param over makes the directory of the fans that are stored through the first one
     */
    protected <F extends FanStore> FanDirectoryContract(F fans, Function<F, FanDirectory> over) {
        this.fans = fans;
        this.directory = over.apply(fans);
    }

    private Fan fan(Instant createdAt) {
        return fans.findOrCreate(project, Samples.phone(), Samples.fanId(), createdAt);
    }

    private Fan named(String name) {
        return named(fan(NOW), name);
    }

    private Fan named(Fan fan, String name) {
        assertThat(fans.setFirstName(project, fan, new FirstName(name))).isTrue();
        return current(fan);
    }

    private Fan current(Fan fan) {
        return fans.findRecord(project, fan.id()).orElseThrow();
    }

    private List<FanId> search(String typed) {
        return directory.named(project, beginning(typed), Optional.empty(), MANY).items();
    }

    private List<FanId> latest() {
        return directory.latest(project, Optional.empty(), MANY).items();
    }

    private static NameKey beginning(String typed) {
        return NameKey.ofTyped(typed).orElseThrow();
    }

    private static List<FanId> ids(Fan... fans) {
        return Stream.of(fans).map(Fan::id).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Ada, Ada",
        "Ada, a",
        "Ada, ADA",
        "Zoë, zoe",
        "zoe, ZOË",
        "Anne-Marie, anne m",
        "O’Neil, on",
        "Łukasz, lu",
        "Straße, STRASSE",
        "李小龍, 李小",
        "김민준, 김",
        "Ada 🎧, ada🎧",
        "\uD83C\uDFA7 Ada, \uD83C\uDFA7"
    })
    void a_fan_is_found_by_the_beginning_of_the_first_name(String name, String typed) {
        Fan fan = named(name);

        assertThat(search(typed)).containsExactly(fan.id());
    }

    @ParameterizedTest
    @CsvSource({"Ada, b", "Ada, adam", "Ada, da", "Ada, a d b", "Ad, ada"})
    void another_name_is_not_found(String name, String typed) {
        named(name);

        assertThat(search(typed)).isEmpty();
    }

    @Test
    void a_fan_without_a_name_or_with_a_name_of_signs_is_found_by_time_only() {
        Fan nameless = fan(NOW);
        Fan signs = named(fan(NOW.plusMillis(1)), "…");

        assertThat(search("a")).isEmpty();
        assertThat(latest()).containsExactlyElementsOf(ids(signs, nameless));
    }

    @Test
    void fans_of_other_projects_are_not_found() {
        named("Ada");
        ProjectId other = Samples.projectId();

        assertThat(directory.named(other, beginning("ada"), Optional.empty(), MANY).items())
                .isEmpty();
        assertThat(directory.latest(other, Optional.empty(), MANY).items()).isEmpty();
    }

    @Test
    void fans_are_sorted_by_name() {
        Fan adam = named("Adam");
        Fan zoe = named("Zoe");
        Fan ada = named("ada");
        Fan adele = named("Adèle");

        assertThat(search("ad")).containsExactlyElementsOf(ids(ada, adam, adele));
        assertThat(search("z")).containsExactly(zoe.id());
    }

    @Test
    void a_fan_is_found_by_the_current_name_only() {
        Fan fan = named("Ada");

        named(fan, "Grace");

        assertThat(search("ada")).isEmpty();
        assertThat(search("grace")).containsExactly(fan.id());
    }

    @Test
    void other_changes_keep_the_fan_in_its_places() {
        Fan fan = named("Ada");
        fans.setTimeZone(project, fan, ZoneId.of("America/Chicago"));
        fans.attach(project, current(fan), Samples.email());

        assertThat(search("ada")).containsExactly(fan.id());
        assertThat(latest()).containsExactly(fan.id());
    }

    @Test
    void a_merged_fan_is_found_once_by_the_name_that_is_kept() {
        Fan kept = named("Ada");
        Fan given = named(fan(NOW.plusSeconds(1)), "Adele");

        assertThat(fans.merge(project, FanStore.Merge.of(given, kept))).isTrue();

        assertThat(search("ad")).containsExactly(kept.id());
        assertThat(search("adele")).isEmpty();
        assertThat(latest()).containsExactly(kept.id());
    }

    @Test
    void a_merged_fan_is_found_by_the_name_of_the_other_record_if_it_had_none() {
        Fan kept = fan(NOW);
        Fan given = named(fan(NOW.plusSeconds(1)), "Ada");

        fans.merge(project, FanStore.Merge.of(given, kept));

        assertThat(search("ada")).containsExactly(kept.id());
    }

    @Test
    void many_fans_of_one_name_are_listed_page_by_page() {
        List<FanId> expected =
                IntStream.range(0, 25)
                        .mapToObj(_ -> named("Ada").id())
                        .sorted(Comparator.comparing(FanId::value))
                        .toList();

        for (int limit : List.of(1, 7, 24, 25, 26)) {
            assertThat(all(cursor -> directory.named(project, beginning("ada"), cursor, limit)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void many_names_are_listed_page_by_page() {
        List<FanId> expected =
                Stream.of("Ada", "Ada B", "Ada-c", "Ada1", "Adé", "Ad\uD83C\uDFA7", "Ad豈", "Ad")
                        .map(this::named)
                        .sorted(
                                Comparator.comparing(
                                        fan ->
                                                new FanPlace.ByName(
                                                        fan.firstName()
                                                                .flatMap(NameKey::of)
                                                                .orElseThrow()
                                                                .folded(),
                                                        fan.id()),
                                        FanPlace.ByName.ORDER))
                        .map(Fan::id)
                        .toList();

        for (int limit : List.of(1, 3, 8)) {
            assertThat(all(cursor -> directory.named(project, beginning("ad"), cursor, limit)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void fans_are_listed_latest_first_page_by_page_also_those_of_one_moment() {
        List<Fan> created = new ArrayList<>();
        for (int second = 0; second < 5; second++) {
            for (int fan = 0; fan < 5; fan++) {
                created.add(fan(NOW.plusSeconds(second)));
            }
        }
        List<FanId> expected =
                created.stream()
                        .sorted(
                                Comparator.comparing(Fan::createdAt)
                                        .thenComparing(fan -> fan.id().value())
                                        .reversed())
                        .map(Fan::id)
                        .toList();

        for (int limit : List.of(1, 4, 25)) {
            assertThat(all(cursor -> directory.latest(project, cursor, limit))).isEqualTo(expected);
        }
    }

    private static List<FanId> all(Function<Optional<String>, Page<FanId>> pages) {
        List<FanId> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<FanId> page = pages.apply(cursor);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return found;
    }

    @ParameterizedTest
    @CsvSource({"no cursor", "ada", "ada#", "'#fan_0000000000000001'", "bob#fan_0000000000000001"})
    void a_cursor_of_another_list_is_rejected(String place) {
        String cursor = Cursor.encode(place);

        assertThatThrownBy(
                        () -> directory.named(project, beginning("ada"), Optional.of(cursor), MANY))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> directory.latest(project, Optional.of(cursor), MANY))
                .isInstanceOf(ProblemException.class);
    }

    /** A database rejects a key that is too long, or a range that ends before it begins. */
    @Test
    void a_cursor_with_a_name_that_no_fan_has_is_rejected() {
        for (String name : List.of("ada" + "a".repeat(1_100), "ada\uDBFF\uDFFFa")) {
            String cursor = Cursor.encode(name + "#fan_0000000000000001");

            assertThatThrownBy(
                            () ->
                                    directory.named(
                                            project, beginning("ada"), Optional.of(cursor), MANY))
                    .isInstanceOf(ProblemException.class);
        }
    }
}
