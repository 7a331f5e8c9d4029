// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_document.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;
using namespace studio::lsp;

namespace {

QByteArray randomText(QRandomGenerator &random, int pieces)
{
    static const QList<QByteArray> all{"a", "let x = 1;", "\n", "\r\n", "\r", "é", "漢", "😀", "\t", "{ }"};
    QByteArray text;
    for (int at = 0; at < pieces; ++at) {
        text += all[random.bounded(all.size())];
    }
    return text;
}

/// The lines as LSP has them, each with its end.
QList<QByteArray> linesOf(const QByteArray &text)
{
    QList<QByteArray> lines{QByteArray()};
    for (qsizetype at = 0; at < text.size(); ++at) {
        lines.last() += text[at];
        const bool isPair = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        if (text[at] == '\n' || (text[at] == '\r' && !isPair)) {
            lines << QByteArray();
        }
    }
    return lines;
}

/// The place of an offset at the beginning of a character, not between CR and LF.
TextPlace placeOf(const QList<QByteArray> &lines, qsizetype offset)
{
    int line = 0;
    while (line + 1 < lines.size() && offset >= lines[line].size()) {
        offset -= lines[line++].size();
    }
    return {line, static_cast<int>(offset)};
}

bool isBoundary(const QByteArray &text, qsizetype offset)
{
    const bool inCharacter = offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U;
    const bool inPair = offset > 0 && offset < text.size() && text[offset - 1] == '\r' && text[offset] == '\n';
    return !inCharacter && !inPair;
}

qsizetype randomOffset(QRandomGenerator &random, const QByteArray &text)
{
    qsizetype offset = random.bounded(text.size() + 1);
    while (!isBoundary(text, offset)) {
        --offset;
    }
    return offset;
}

} // namespace

class TestLspDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// What the server has is what the editor has, after any changes; and places are the same in both.
    void changes_give_the_text_that_they_give_in_the_editor()
    {
        QRandomGenerator random(17);
        for (int round = 0; round < 200; ++round) {
            QByteArray text = randomText(random, random.bounded(40));
            LspDocument document(QStringLiteral("rust"), text);
            for (int step = 0; step < 30; ++step) {
                const auto lines = linesOf(text);
                qsizetype from = randomOffset(random, text);
                qsizetype to = randomOffset(random, text);
                if (to < from) {
                    std::swap(from, to);
                }
                const QByteArray inserted = randomText(random, random.bounded(5));
                document.change({{placeOf(lines, from), placeOf(lines, to)}, inserted});
                text.replace(from, to - from, inserted);
                QCOMPARE(document.text(), text);
                QCOMPARE(document.version(), step + 2);
                const auto now = linesOf(text);
                const TextPlace place = placeOf(now, randomOffset(random, text));
                for (const auto encoding : {PositionEncoding::Utf8, PositionEncoding::Utf16}) {
                    const Position position = document.toPosition(place, encoding);
                    QCOMPARE(position.line, place.line);
                    const QString before = QString::fromUtf8(now[place.line].first(place.byte));
                    QCOMPARE(position.character,
                             encoding == PositionEncoding::Utf8 ? place.byte : static_cast<int>(before.size()));
                    QCOMPARE(document.toPlace(position, encoding), place);
                }
            }
        }
    }

    void places_outside_of_the_text_are_at_its_end()
    {
        LspDocument document(QStringLiteral("rust"), "ab\ncd");
        QCOMPARE(document.toPlace({0, 99}, PositionEncoding::Utf16), (TextPlace{0, 2}));
        QCOMPARE(document.toPosition({99, 99}, PositionEncoding::Utf16), (Position{99, 0}));
        document.change({{{1, 99}, {99, 99}}, "!"});
        QCOMPARE(document.text(), "ab\ncd!");
    }
};

QTEST_GUILESS_MAIN(TestLspDocument)
#include "tst_lsp_document.moc"
