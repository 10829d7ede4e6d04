<?php
// A page of the book's site against the same page in a wiki: its words, code and cells, in their order.

/** Letters and digits, composed, in small letters: what a wiki may not change. */
function letters(string $text): string {
    $text = class_exists('Normalizer') ? Normalizer::normalize($text, Normalizer::FORM_C) : $text;
    return mb_strtolower(preg_replace('/[^\p{L}\p{N}]+/u', '', $text));
}

/** Code as it stands, but for white space at the ends of lines. */
function code_text(string $text): string {
    $text = str_replace(["\r", "\u{a0}", "\t"], ['', ' ', '        '], $text);
    return trim(preg_replace('/[ ]+$/mu', '', $text), "\n");
}

function tree(string $html): DOMXPath {
    $tree = new DOMDocument();
    $tree->loadHTML('<?xml encoding="utf-8"?>' . $html, LIBXML_NOERROR | LIBXML_PARSEHUGE);
    return new DOMXPath($tree);
}

/** The words of an element without those of what is left out. */
function words(DOMXPath $tree, DOMNode $element, string $without): string {
    $out = '';
    foreach ($tree->query('.//text()', $element) as $text) {
        if (!$without || $tree->query("ancestor::*[$without]", $text)->length === 0) {
            $out .= $text->nodeValue;
        }
    }
    return $out;
}

/** What is on a page of the site and not on the page of the wiki. `$marks` are words that a wiki adds inside a line. */
function missing(string $site, string $wiki, array $marks): array {
    $site = tree($site);
    $wiki = tree($wiki);
    // What the site has for its readers alone, and footnotes, which it moves.
    $class = fn ($name) => "contains(concat(' ', @class, ' '), ' $name ')";
    $ours = 'self::nav or self::button or self::svg or self::script or self::style or self::template or '
        . implode(' or ', array_map($class, ['section-switch', 'footnote-definition']));
    $all = letters(words($wiki, $wiki->document->documentElement, ''));
    $all = str_replace(array_map('letters', $marks), '', $all);
    $codes = array_map(fn ($pre) => code_text($pre->textContent), iterator_to_array($wiki->query('//pre')));
    $codes = implode("\n", $codes);
    $problems = [];
    $at = 0;
    $main = $site->query('//main')->item(0);
    foreach ($site->query('.//p | .//li | .//td | .//th | .//dt | .//dd | .//h2 | .//h3 | .//h4 | .//h5 | .//h6', $main) as $block) {
        if ($site->query("ancestor::*[$ours]", $block)->length || $site->query('.//p | .//li | .//pre | .//div | .//table', $block)->length) {
            continue;
        }
        $text = str_replace(array_map('letters', $marks), '', letters(words($site, $block, $ours)));
        $found = $text === '' ? $at : strpos($all, $text, $at);
        if ($found === false) {
            $where = strpos($all, $text) === false ? 'words are missing' : 'words stand elsewhere';
            $problems[] = "$where: " . trim($block->textContent);
        } else {
            $at = $found + strlen($text);
        }
    }
    $at = 0;
    foreach ($site->query('.//pre[not(contains(@class, "raw-notes"))]', $main) as $pre) {
        $text = code_text(words($site, $pre, 'self::button'));
        $found = $text === '' ? $at : strpos($codes, $text, $at);
        if ($found === false) {
            $problems[] = "code is missing: " . $text;
        } else {
            $at = $found + strlen($text);
        }
    }
    foreach (['//main//table//tr' => '//table//tr'] as $ours_path => $theirs_path) {
        $rows = fn ($tree, $path) => array_map(
            fn ($row) => implode('|', array_map(
                fn ($cell) => str_replace(array_map('letters', $marks), '', letters($cell->textContent)),
                iterator_to_array($tree->query('./td | ./th', $row))
            )),
            iterator_to_array($tree->query($path))
        );
        // A wiki may draw other things as tables; a head without words is left out.
        $there = array_count_values($rows($wiki, $theirs_path));
        foreach ($rows($site, $ours_path) as $row) {
            if (trim($row, '|') !== '' && --$there[$row] < 0) {
                $problems[] = "a row of a table is missing: $row";
            }
        }
    }
    return $problems;
}
