// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fonts.h"

#include <QFontDatabase>
#include <QStringList>

#include <algorithm>
#include <fontconfig/fontconfig.h>

namespace studio {

namespace {

/// Without a desktop's settings Qt names the generic family, and fontconfig takes whatever there is.
bool isGeneric(const QString &family)
{
    static const QStringList generic{QStringLiteral("sans"), QStringLiteral("sans serif"), QStringLiteral("sans-serif"),
                                     QStringLiteral("monospace")};
    return generic.contains(family, Qt::CaseInsensitive);
}

QFont chosen(QFontDatabase::SystemFont which, const QStringList &fallbacks)
{
    QFont font = QFontDatabase::systemFont(which);
    if (isGeneric(font.family())) {
        const auto found =
            std::ranges::find_if(fallbacks, [](const QString &name) { return QFontDatabase::hasFamily(name); });
        font.setFamily(found != fallbacks.end() ? *found : font.family());
    }
    return font;
}

} // namespace

std::jthread preloadFonts()
{
    return std::jthread([] { (void)FcInit(); }); // Qt asks for the same, and gets what is there, or waits for it
}

QFont interfaceFont()
{
    static const QFont font = chosen(QFontDatabase::GeneralFont, {QStringLiteral("Inter")});
    return font;
}

QFont monospaceFont()
{
    // The one without ligatures first: in code a column is a character.
    static const QFont font =
        chosen(QFontDatabase::FixedFont, {QStringLiteral("JetBrains Mono NL"), QStringLiteral("JetBrains Mono")});
    return font;
}

QFont monospaceFont(const QString &family, int points)
{
    QFont font = monospaceFont();
    if (!family.isEmpty() && QFontDatabase::hasFamily(family)) {
        font.setFamily(family);
    }
    if (points > 0) {
        font.setPointSize(points);
    }
    return font;
}

} // namespace studio
