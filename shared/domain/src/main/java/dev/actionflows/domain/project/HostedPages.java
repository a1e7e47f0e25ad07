package dev.actionflows.domain.project;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * The addresses of the pages about releases that the deployment hosts for a project. They have the
 * origin of the API, which no page of the label has.
 */
public final class HostedPages {
    /** A well-formed slug needs no escapes, and leads to no other path. */
    private static final Pattern SLUG = Pattern.compile("[a-z0-9-]+");

    private HostedPages() {}

    /** The address of the page with this slug, the same before and after release day. */
    public static String url(Project project, String slug) {
        return base(project) + slug;
    }

    /** Whether the URL is the address of such a page, which may not exist. */
    public static boolean isOne(Project project, String url) {
        String base = base(project);
        return url.startsWith(base) && SLUG.matcher(url.substring(base.length())).matches();
    }

    /** Their origin, as browsers serialize it. */
    public static String origin(Project project) {
        URI url = URI.create(project.publicBaseUrl());
        return url.getScheme()
                + "://"
                + url.getHost()
                + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static String base(Project project) {
        return project.publicBaseUrl() + "/r/";
    }
}
