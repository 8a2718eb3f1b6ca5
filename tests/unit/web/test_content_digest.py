"""What counts as a change of a page, and what does not."""

from blog.web.content_digest import digest


def test_a_page_that_says_the_same_has_the_same_digest_and_one_that_says_something_else_another() -> None:
    assert digest("<p>Two days.</p>") == digest("<p>Two days.</p>") != digest("<p>Three days.</p>")


def test_a_sentence_that_only_counts_does_not_count() -> None:
    page = '<p class="city">{}</p>\n<p class="filed" data-passing>\n{} filed</p><p>{}</p>'
    assert digest(page.format("Vienna", 3, "End")) == digest(page.format("Vienna", 4, "End"))
    assert digest(page.format("Vienna", 3, "End")) != digest(page.format("Geneva", 3, "End"))
    assert digest(page.format("Vienna", 3, "End")) != digest(page.format("Vienna", 3, "The end"))
