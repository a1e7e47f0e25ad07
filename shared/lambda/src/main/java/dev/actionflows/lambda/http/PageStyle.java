package dev.actionflows.lambda.http;

import dev.actionflows.domain.project.AccentColor;
import dev.actionflows.domain.project.Look;

/** The style of the pages that fans see. */
final class PageStyle {
    /** Without a project's look. */
    static final String COMMON =
            """
            html{overflow-y:scroll}\
            body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto 0;\
            padding:0 1.5rem 2rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}\
            h1{font-size:1.5rem;line-height:1.25}\
            h2{font-size:1.25rem;line-height:1.25;margin-top:2.5rem}\
            img{max-width:100%;max-height:6rem}\
            a.button,button{display:inline-block;font:inherit;padding:.75rem 1.5rem;border:0;\
            border-radius:.5rem;background:#1a1a1a;color:#fff;text-decoration:none}\
            button:disabled{background:#767676}\
            input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #767676}\
            @media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#121212}\
            a{color:inherit}a.button,button{background:#f2f2f2;color:#121212}\
            input{color:inherit;background:inherit}}\
            """;

    private PageStyle() {}

    /** Buttons have a border that can be seen on the background, whatever their color. */
    static String of(AccentColor accent) {
        return """
        a{color:%3$s}a.button,button{background:%1$s;color:%2$s;border:2px solid %3$s}\
        @media(prefers-color-scheme:dark){a{color:%4$s}\
        a.button,button{background:%1$s;color:%2$s;border-color:%4$s}}\
        """
                .formatted(
                        accent.css(),
                        accent.text().css(),
                        accent.readableOn(Look.LIGHT).css(),
                        accent.readableOn(Look.DARK).css());
    }
}
