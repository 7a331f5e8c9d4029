// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace studio::test {

/// A language that no one speaks, to find texts that cannot be translated and places that are too small for it: every
/// text is in brackets, has accents, and is longer by 40 %. Placeholders, shortcuts' marks and markup stay.
class PseudoTranslator final : public QTranslator
{
public:
    [[nodiscard]] bool isEmpty() const override { return false; }

    [[nodiscard]] QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        QString result;
        qsizetype letters = 0;
        for (qsizetype at = 0; at < text.size(); ++at) {
            const qsizetype end = endOfMark(text, at);
            if (end > at) {
                result += QStringView(text).sliced(at, end - at);
                at = end - 1;
                continue;
            }
            letters += text[at].isLetter() ? 1 : 0;
            result += accented(text[at]);
        }
        if (letters == 0) {
            return text; // an order of placeholders, such as “%1 (%2)”
        }
        return u'[' + result + QString((letters * 2 + 4) / 5, u'~') + u']';
    }

private:
    /// Behind a placeholder or a tag that begins here; `at` where none does.
    static qsizetype endOfMark(const QString &text, qsizetype at)
    {
        if (text[at] == u'%' && at + 1 < text.size() && (text[at + 1].isDigit() || text[at + 1] == u'n')) {
            return at + 2;
        }
        if (text[at] == u'%' && text.sliced(at).startsWith(QLatin1String("%L"))) {
            return at + 3;
        }
        if (text[at] == u'<' && text.indexOf(u'>', at) > at) {
            return text.indexOf(u'>', at) + 1;
        }
        return at;
    }

    static QChar accented(QChar letter)
    {
        static const QString plain = QStringLiteral("aeiouyncszAEIOUYNCSZ");
        static const QString marked = QStringLiteral("áéîöúýñçšžÁÉÎÖÚÝÑÇŠŽ");
        const qsizetype at = plain.indexOf(letter);
        return at < 0 ? letter : marked[at];
    }
};

} // namespace studio::test
