package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

class FigureTest {
    @Test
    void a_figure_is_recognized_by_its_name() {
        assertThat(
                        Stream.of(
                                new Figure.Runs(Figure.STARTED),
                                new Figure.Runs("WAITING"),
                                new Figure.Steps(0, "COMPLETED", "delivered"),
                                new Figure.Steps(19, "SKIPPED", "no_consent"),
                                new Figure.Steps(3, "LATER", "of_a_later_version"),
                                new Figure.Messages(2, MessageFigure.SENT),
                                new Figure.Messages(2, MessageFigure.CLICKED)))
                .allSatisfy(it -> assertThat(Figure.parse(it.text())).contains(it));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk",
                "sk",
                "",
                "runs",
                "runs A B",
                "x COMPLETED delivered",
                "123 sent",
                "-1 sent",
                "1 forgotten",
                "1 A B C"
            })
    void anything_else_is_none(String name) {
        assertThat(Figure.parse(name)).isEmpty();
    }
}
