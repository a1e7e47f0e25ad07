package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ada@fans.example, ada@fans.example",
        "' Ada.Lovelace+Tour@FANS.Example ', ada.lovelace+tour@fans.example",
        "ada@xn--strae-oqa.de, ada@xn--strae-oqa.de",
    })
    void an_address_is_normalized(String text, String address) {
        assertThat(EmailAddress.parse(text)).contains(new EmailAddress(address));
    }

    /** From the standard: UTS 46, section 7 and its test data; RFC 3492, section 7. */
    @ParameterizedTest
    @CsvSource({
        "straße.de, xn--strae-oqa.de",
        "STRAßE.DE, xn--strae-oqa.de",
        "STRAẞE.de, xn--strae-oqa.de",
        "faß.de, xn--fa-hia.de",
        "strasse.de, strasse.de",
        "bücher.example, xn--bcher-kva.example",
        "bu\u0308cher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "βόλος.com, xn--nxasmm1c.com",
        "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
        "\u0DC1\u0DCA\u200D\u0DBB\u0DD3.com, xn--10cl1a0b660p.com",
        "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.com, xn--mgba3gch31f060k.com",
        "日本語。ＪＰ, xn--wgv71a119e.jp",
        "他们为什么不说中文.cn, xn--ihqwcrb4cv8a8dqg056pqjye.cn",
        "почемужеонинеговорятпорусски.ru, xn--b1abfaaepdrnnbgefbadotcwatmq2g4l.ru",
        "l·l.cat, xn--ll-0ea.cat",
        "fans.bücher.example, fans.xn--bcher-kva.example",
    })
    void an_internationalized_domain_is_converted_to_its_ascii_form(String domain, String ascii) {
        assertThat(EmailAddress.parse("ada@" + domain)).contains(new EmailAddress("ada@" + ascii));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@fans.example",
                "ada@",
                "ada@localhost",
                "ada@fans..example",
                "ada@-fans.example",
                "ada@fans-.example",
                "ada@ü-.example",
                "ada@a\u200Db.example",
                "ada@i❤.example",
                "ada@\u0301a.example",
                "ada@aאb.example",
                "ada lovelace@fans.example",
                "ada@fans.example, bob@fans.example",
                "ada@bücher.example\nBcc: all@fans.example",
            })
    void an_invalid_address_is_rejected(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quac\u212A",
                "\uFF51uack",
                "o\uFB03ce",
                "mu\u017Fic",
                "İstanbul",
                "ⅸ",
                "jürgen",
                "аda",
                "ada\u200B",
            })
    void a_non_ascii_local_part_is_rejected(String local) {
        assertThat(EmailAddress.parse(local + "@example.com")).isEmpty();
    }
}
