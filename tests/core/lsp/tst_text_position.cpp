// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/text_position.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio::lsp;

namespace {

/// Lines of letters, accents, combining marks, CJK, emoji with joiners and skin tones, tabs and right-to-left text.
QString randomLine(QRandomGenerator &random)
{
    static const QStringList pieces{QStringLiteral("a"),       QStringLiteral("fn "),
                                    QStringLiteral("\t"),      QStringLiteral("é"),
                                    QStringLiteral("e\u0301"), QStringLiteral("漢字"),
                                    QStringLiteral("😀"),      QStringLiteral("👩🏽‍🚀"),
                                    QStringLiteral("🇩🇪"),      QStringLiteral("שלום"),
                                    QStringLiteral("\u200b"),  QStringLiteral("ﬀ"),
                                    QStringLiteral("𝕏"),       QStringLiteral("\U0010FFFF")};
    QString line;
    for (int at = random.bounded(12); at > 0; --at) {
        line += pieces[random.bounded(pieces.size())];
    }
    return line;
}

} // namespace

class TestTextPosition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Against Qt's own conversion of the beginning of the line.
    void places_agree_with_the_length_of_what_is_before_them()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 2'000; ++round) {
            const QString line = randomLine(random);
            const QByteArray bytes = line.toUtf8();
            const std::u32string codePoints = line.toStdU32String();
            QString before;
            for (qsizetype at = 0; at <= std::ssize(codePoints); ++at) {
                const qsizetype byte = before.toUtf8().size();
                const int utf16 = static_cast<int>(before.size());
                QCOMPARE(toCharacter(bytes, byte, PositionEncoding::Utf8), byte);
                QCOMPARE(toCharacter(bytes, byte, PositionEncoding::Utf16), utf16);
                QCOMPARE(toCharacter(bytes, byte, PositionEncoding::Utf32), at);
                QCOMPARE(toByte(bytes, static_cast<int>(byte), PositionEncoding::Utf8), byte);
                QCOMPARE(toByte(bytes, utf16, PositionEncoding::Utf16), byte);
                QCOMPARE(toByte(bytes, static_cast<int>(at), PositionEncoding::Utf32), byte);
                if (at < std::ssize(codePoints)) {
                    before += QString::fromUcs4(&codePoints[static_cast<std::size_t>(at)], 1);
                }
            }
        }
    }

    void a_place_inside_a_character_is_the_characters_first_byte()
    {
        const QByteArray line = QStringLiteral("a😀b").toUtf8();
        for (int byte = 1; byte < 5; ++byte) {
            QCOMPARE(toCharacter(line, byte, PositionEncoding::Utf16), 1);
        }
        QCOMPARE(toByte(line, 2, PositionEncoding::Utf16), 1); // between the halves of the pair
        for (int character = 2; character < 5; ++character) {
            QCOMPARE(toByte(line, character, PositionEncoding::Utf8), 1);
        }
    }

    void a_place_behind_the_end_is_the_end()
    {
        const QByteArray line = QStringLiteral("é").toUtf8();
        for (const auto encoding : {PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32}) {
            QCOMPARE(toByte(line, 1'000'000, encoding), 2);
            QCOMPARE(toCharacter(line, 1'000'000, encoding), toCharacter(line, 2, encoding));
        }
    }

    /// Any bytes: never outside of the line, and there and back is the same place or the beginning of its character.
    void bytes_that_are_no_text_have_places_too()
    {
        QRandomGenerator random(13);
        for (int round = 0; round < 5'000; ++round) {
            QByteArray line;
            for (int at = random.bounded(20); at > 0; --at) {
                line += static_cast<char>(random.bounded(256));
            }
            for (const auto encoding : {PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32}) {
                for (qsizetype byte = 0; byte <= line.size(); ++byte) {
                    const int character = toCharacter(line, byte, encoding);
                    const qsizetype back = toByte(line, character, encoding);
                    QVERIFY(character >= 0 && back >= 0 && back <= byte && byte - back < 4);
                    QCOMPARE(toCharacter(line, back, encoding), character);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTextPosition)
#include "tst_text_position.moc"
