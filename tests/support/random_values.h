// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>
#include <QString>

#include <limits>

namespace studio::test {

/// Values for property tests, from a seed: the same seed gives the same values, so a failure that names its seed can be
/// run again.
class RandomValues
{
public:
    explicit RandomValues(quint32 seed) : m_random(seed) {}

    /// From 0 up to below `limit`.
    int below(int limit) { return m_random.bounded(limit); }
    bool boolean() { return below(2) == 1; }
    template <typename T> const T &oneOf(const QList<T> &choices)
    {
        return choices[below(static_cast<int>(choices.size()))];
    }

    /// Small ones, and those at the ends of the range.
    qint64 integer()
    {
        switch (below(4)) {
        case 0:
            return below(3) - 1;
        case 1:
            return oneOf(
                QList<qint64>{std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min(), 1LL << 53});
        default:
            return static_cast<qint64>(m_random.generate64() >> below(64));
        }
    }
    int number() { return boolean() ? below(5) : static_cast<int>(m_random.generate()); }

    /// Text with whatever a person or a program can put into one: line ends, controls, quotes, many scripts, emoji.
    QString text(int maxLength = 12)
    {
        static const QList<QString> pieces{
            QStringLiteral("a"),    QStringLiteral("Zażółć"), QStringLiteral(" "),       QStringLiteral("\n"),
            QStringLiteral("\""),   QStringLiteral("\\"),     QStringLiteral("\u0001"),  QStringLiteral("\u2028"),
            QStringLiteral("日本"), QStringLiteral("🦀"),     QStringLiteral("e\u0301"), QStringLiteral("/"),
            QStringLiteral("0"),    QStringLiteral(": "),     QStringLiteral("#"),       QStringLiteral("'")};
        QString text;
        for (int i = below(maxLength); i > 0; --i) {
            text += oneOf(pieces);
        }
        return text;
    }
    /// A name as identifiers, packages and headers have it.
    QString name(int maxLength = 8)
    {
        static const QString letters = QStringLiteral("abcdefghijklmnopqrstuvwxyz0123456789-_");
        QString name(1, letters[below(26)]);
        for (int i = below(maxLength); i > 0; --i) {
            name += letters[below(static_cast<int>(letters.size()))];
        }
        return name;
    }
    QByteArray bytes(int maxLength = 24)
    {
        QByteArray bytes(below(maxLength), '\0');
        for (char &byte : bytes) {
            byte = static_cast<char>(below(256));
        }
        return bytes;
    }
    template <typename Make> auto list(int maxLength, Make make) -> QList<decltype(make())>
    {
        QList<decltype(make())> list;
        for (int i = below(maxLength + 1); i > 0; --i) {
            list.append(make());
        }
        return list;
    }

private:
    QRandomGenerator m_random;
};

} // namespace studio::test
