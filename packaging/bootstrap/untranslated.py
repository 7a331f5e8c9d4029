#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the texts of C++ sources that read as words for a person and cannot be translated.

A text is any literal with two words of small letters, or a word between two texts (“ or ”). A single word is one too
where it is handed to a function that makes a sentence of it (SENTENCES). A text can be translated where it is handed to
tr(), translate() or QT_TRANSLATE_NOOP(). What is not for a person is left out: SQL, regular expressions, what is
compared with the words of other programs, and log lines. Anything else that is no text for a person says so on a line
of its statement or the one above: “untranslated: why”. In a table each row is a statement.
"""

import re
import sys

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|(?:u8|[uUL])?R"(?P<delimiter>[^()\s\\]{0,16})\((?P<raw>.*?)\)(?P=delimiter)"'
    r'|(?:u8|[uUL])?"(?P<text>(?:\\.|[^"\\\n])*)"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"
    r'|\w+|\s+|.',
    re.DOTALL)
WORDS = re.compile(r'[a-z]{2,},? [a-z]{2,}|^[A-Z][a-z]+ [a-z]{2,}|^ (or|and) $')
WORD = re.compile(r'[A-Za-z]{2,}')
SQL = re.compile(r'\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|ALTER|DROP|PRAGMA|BEGIN|REPLACE)\b')
EXPRESSION = re.compile(r'\(\?:|\[\^|\\\\[bdsSw]|\w\|\w')
TRANSLATED = {'tr', 'translate', 'QT_TRANSLATE_NOOP', 'QT_TR_NOOP'}
SENTENCES = {'systemError', 'failedFile', 'userError'}
NOT_FOR_A_PERSON = {
    'QLatin1String', 'QLatin1StringView', 'QByteArrayView', 'QRegularExpression', 'contains', 'startsWith', 'endsWith', 'starts_with',
    'indexOf', 'setObjectName', 'qWarning', 'qFatal', 'qCritical', 'qDebug', 'logException', 'guarded', 'nodiscard',
    'static_assert', 'include',
}


def texts(source):
    """Each literal, joined with those right behind it: offset, the names of the calls around it, its text."""
    calls = []  # the name in front of each parenthesis that is open; of a variable that is made, its class
    before = last = ''
    offset, joined = None, ''
    for match in TOKEN.finditer(source):
        token = match.group()
        if token.isspace() or token.startswith(('//', '/*')):
            continue
        text = match.group('text') if match.group('raw') is None else match.group('raw')
        if text is not None:
            offset, joined = (match.start(), text) if offset is None else (offset, joined + text)
            continue
        if offset is not None:
            yield offset, calls, joined
            offset = None
        if token in '([{':
            calls.append('{' if token == '{' else before if before in NOT_FOR_A_PERSON else last)
        elif token in ')]}' and calls:
            calls.pop()
        before, last = last, token


def innermost(calls):
    """The call that gets a literal, seen through QStringLiteral(); nothing within braces."""
    for name in reversed(calls):
        if name not in ('QStringLiteral', 'QByteArrayLiteral', 'QString', 'fromUtf8', 'fromLatin1', '('):
            return name
    return ''


def untranslated(path):
    with open(path, encoding='utf-8') as file:
        source = file.read()
    lines = source.split('\n')
    for offset, calls, text in texts(source):
        words = WORD if innermost(calls) in SENTENCES else WORDS
        if not words.search(text) or SQL.match(text) or EXPRESSION.search(text):
            continue
        direct = calls[-1] if calls else ''
        if direct in TRANSLATED | NOT_FOR_A_PERSON or innermost(calls) in NOT_FOR_A_PERSON:
            continue
        number = source.count('\n', 0, offset)
        if not any('untranslated: ' in line for line in statement(lines, number)):
            yield number + 1, text


def statement(lines, number):
    """The lines from the one above the statement, or row, down to this one."""
    first = number
    while first > 0 and not re.search(r'([;{}:]|\},|^)\s*(//.*)?$', lines[first - 1]):
        first -= 1
    return lines[max(0, first - 1):number + 1]


def main():
    found = False
    for path in sys.argv[1:]:
        for number, text in untranslated(path):
            print(f'{path}:{number}: {text[:100]}')
            found = True
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
