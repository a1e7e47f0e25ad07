package dev.actionflows.streamingconnect;

import static dev.actionflows.domain.document.Html.escaped;

import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

/**
 * The page on which Apple's script asks for the fan's permission and posts the result.
 *
 * <p>Source: "MusicKit on the Web", js-cdn.music.apple.com/musickit/v3/docs.
 */
final class MusicKitPage {
    /** Apple's script connects to Apple's hosts; our script posts the token to us. */
    private static final String CONNECTIONS = "'self' https://*.apple.com";

    /** Values are passed as data attributes, so that they never become part of a script. */
    private static final String SCRIPT =
            """
            (function () {
              'use strict';
              const button = document.getElementById('connect');
              const message = document.getElementById('message');
              const data = button.dataset;
              let music;
              function show(text) { message.textContent = text; }
              async function ready() {
                try {
                  const configured = await window.MusicKit.configure({
                    developerToken: data.developerToken,
                    app: { name: data.app, build: '1' }
                  });
                  music = configured || window.MusicKit.getInstance();
                  button.disabled = false;
                } catch (e) {
                  show(data.silent);
                }
              }
              async function connect() {
                button.disabled = true;
                show('');
                let userToken;
                try {
                  userToken = await music.authorize();
                } catch (e) {
                  show(data.declined);
                  button.disabled = false;
                  return;
                }
                try {
                  const response = await fetch(data.callback, {
                    method: 'POST',
                    credentials: 'same-origin',
                    headers: { 'Content-Type': 'application/json' },
                    body: JSON.stringify({ state: data.state, userToken: userToken })
                  });
                  const answer = await response.json();
                  if (answer.location) {
                    window.location.assign(answer.location);
                  } else {
                    show(answer.message || answer.detail);
                    if (answer.disconnect) {
                      const link = document.createElement('a');
                      link.href = answer.disconnect;
                      link.textContent = data.disconnect;
                      message.append(' ', link);
                    }
                    for (const offer of answer.offers || []) {
                      const title = document.createElement('h2');
                      title.textContent = offer.title;
                      const text = document.createElement('p');
                      text.textContent = offer.text;
                      const link = document.createElement('a');
                      link.className = 'button';
                      link.href = offer.url;
                      link.textContent = offer.link;
                      document.querySelector('main').append(title, text, link);
                    }
                  }
                } catch (e) {
                  show(data.failed);
                }
              }
              button.addEventListener('click', connect);
              document.addEventListener('musickitloaded', ready);
              const script = document.createElement('script');
              script.src = data.musicKit;
              script.addEventListener('error', function () {
                show(data.unreachable);
              });
              document.head.appendChild(script);
            })();
            """;

    private MusicKitPage() {}

    static HttpResponse response(StartResult.WithMusicKit started, Pages pages, PageTexts texts) {
        Project project = started.project();
        PageTexts named =
                texts.with("project", project.name())
                        .with("service", Pages.name(StreamingProvider.APPLE_MUSIC));
        return pages.page(named, "apple.title")
                .look(project.look())
                .paragraph("apple.text")
                .html(
                        """
                        <p><button id="connect" disabled data-developer-token="%s" data-state="%s" \
                        data-app="%s" data-callback="%s" data-music-kit="%s" data-silent="%s" \
                        data-declined="%s" data-failed="%s" data-unreachable="%s" data-disconnect="%s">%s\
                        </button></p>
                        <p id="message" role="status"></p>
                        <noscript><p>%s</p></noscript>
                        """
                                .formatted(
                                        escaped(started.developerToken()),
                                        escaped(started.state()),
                                        escaped(project.name()),
                                        escaped(
                                                project.publicBaseUrl()
                                                        + "/connect/apple_music/callback"),
                                        escaped(pages.musicKitUrl()),
                                        escaped(named.text("apple.silent")),
                                        escaped(named.text("apple.declined")),
                                        escaped(named.text("apple.failed")),
                                        escaped(named.text("apple.unreachable")),
                                        escaped(named.text("done.disconnect")),
                                        escaped(named.text("apple.button")),
                                        escaped(named.text("apple.no-script"))))
                .script(SCRIPT, CONNECTIONS)
                .response(200);
    }
}
