package dev.actionflows.domain.fan;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the fans of an {@link InMemoryFanStore}. */
public final class InMemoryFanDirectory implements FanDirectory {
    private final InMemoryFanStore fans;

    public InMemoryFanDirectory(InMemoryFanStore fans) {
        this.fans = fans;
    }

    @Override
    public Page<FanId> named(
            ProjectId project, NameKey beginning, Optional<String> cursor, int limit) {
        return page(
                current(project).flatMap(fan -> places(fan, beginning)),
                Cursor.decode(
                        cursor,
                        text ->
                                FanPlace.ByName.parse(text)
                                        .filter(it -> it.name().startsWith(beginning.folded()))),
                FanPlace.ByName.ORDER,
                limit);
    }

    private static Stream<FanPlace.ByName> places(Fan fan, NameKey beginning) {
        return fan
                .firstName()
                .filter(beginning::begins)
                .flatMap(NameKey::of)
                .map(name -> new FanPlace.ByName(name.folded(), fan.id()))
                .stream();
    }

    @Override
    public Page<FanId> latest(ProjectId project, Optional<String> cursor, int limit) {
        return page(
                current(project).map(fan -> new FanPlace.ByTime(fan.createdAt(), fan.id())),
                Cursor.decode(cursor, FanPlace.ByTime::parse),
                FanPlace.ByTime.ORDER,
                limit);
    }

    private Stream<Fan> current(ProjectId project) {
        return fans.records(project).stream().filter(fan -> fan.mergedInto().isEmpty());
    }

    private static <T extends FanPlace> Page<FanId> page(
            Stream<T> places, Optional<T> after, Comparator<T> order, int limit) {
        List<T> found =
                places.sorted(order)
                        .dropWhile(
                                place ->
                                        after.filter(it -> order.compare(place, it) <= 0)
                                                .isPresent())
                        .toList();
        List<T> items = found.stream().limit(limit).toList();
        return new Page<>(
                items.stream().map(FanPlace::fan).toList(),
                found.size() > limit
                        ? Optional.of(Cursor.encode(items.getLast().text()))
                        : Optional.empty());
    }
}
