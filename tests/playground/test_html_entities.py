import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.html_entities import parse_html, unescape
from playground.refusals import BadRequest
from playground.utf16 import cut, measure


def entity(kind, offset, length, **rest):
    return {"type": kind, "offset": offset, "length": length, **rest}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b> <STRONG>b</STRONG>", "a b", [entity("bold", 0, 1), entity("bold", 2, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        (
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            [entity("strikethrough", number, 1) for number in range(3)],
        ),
        (
            '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
            "ab",
            [entity("spoiler", 0, 1), entity("spoiler", 1, 1)],
        ),
        ("😀<b>😀é</b>", "😀😀é", [entity("bold", 2, 3)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b><i>a</i>b</b>", "ab", [entity("bold", 0, 2), entity("italic", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ("<code>a<b>b</b></code>", "ab", [entity("code", 0, 2)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        (
            '<a href="https://example.org/?a=1&amp;b=2">a</a>',
            "a",
            [entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")],
        ),
        ("<a href='tg://user?id=7'>a</a>", "a", [entity("text_mention", 0, 1, user_id=7)]),
        (
            '<tg-emoji emoji-id="5">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5")],
        ),
        (
            '<tg-time unix="1647531900" format="wDT">then</tg-time>',
            "then",
            [entity("date_time", 0, 4, unix_time=1647531900, date_time_format="wDT")],
        ),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#233;", 'a <b> & "c" é', []),
        ("&nbsp; &copy;", "&nbsp; &copy;", []),
        ("<b></b>a > b", "a > b", []),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source, text, entities):
    formatted = parse_html(source)

    assert (formatted.text, list(formatted.entities)) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("é<script>", 'Unsupported start tag "script" at byte offset 2'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>a</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        (
            "<b bold>a</b>",
            'Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0',
        ),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-time>a</tg-time>", 'Invalid "unix" of the tag "tg-time"'),
    ],
)
def test_html_telegram_cannot_parse_is_refused(source, reason):
    with pytest.raises(BadRequest) as caught:
        parse_html(source)

    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s"]), st.text(max_size=5)), max_size=5))
def test_every_entity_covers_exactly_what_stood_in_its_tag(parts):
    def escape(words):
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    formatted = parse_html("".join(f"<{tag}>{escape(words)}</{tag}>" for tag, words in parts))

    covered = [cut(formatted.text, item["offset"], item["length"]) for item in formatted.entities]
    assert covered == [words for _, words in parts if words]
    assert formatted.text == "".join(words for _, words in parts)


@given(st.text(max_size=30))
def test_escaping_leaves_plain_text_alone(text):
    assert unescape(text.replace("&", "")) == text.replace("&", "")
    assert measure(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
