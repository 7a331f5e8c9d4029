// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/syntax/syntax_role.h"
#include "ui/syntax/syntaxes.h"

namespace studio {

/// The modifiers of a semantic token that are shown.
struct SyntaxModifiers
{
    bool isMutable = false; ///< underlined
    bool isUnsafe = false;  ///< drawn like SyntaxRole::Unsafe
};

/// The colours of an editor, all of them out of one theme: what a syntax definition finds
/// and what a language server knows about the same word look alike.
///
///     const SyntaxColours colours(*syntaxes, {}, Theme::current().dark);
///     const TextStyle style = colours.style(SyntaxRole::Variable, {.isMutable = true});
///
/// The two themes of our own are resources/themes/ and are inside the program. A value; main thread. `syntaxes`
/// must outlive it.
class SyntaxColours
{
public:
    /// The theme that is called `name`; the light or the dark one of our own where it is empty or there is none of it.
    SyntaxColours(Syntaxes &syntaxes, const QString &name, bool isDark);

    [[nodiscard]] const SyntaxTheme &theme() const { return *m_theme; }
    [[nodiscard]] TextStyle style(SyntaxRole role, SyntaxModifiers modifiers = {}) const;
    [[nodiscard]] TextStyle style(int format) const; ///< of any language, by its id
    [[nodiscard]] QColor color(EditorColor role) const { return m_theme->color(role); }
    [[nodiscard]] QColor text() const { return m_theme->text(); } ///< of what has no format

private:
    std::shared_ptr<const SyntaxTheme> m_theme;
    bool m_isOwn;                                             ///< of the two of our own, and so held to their contrast
    std::array<TextStyle, syntaxRoleClasses.size()> m_styles; ///< by role
};

/// What can be chosen, in the order of a list that is shown: the names of the installed themes.
QStringList syntaxThemeNames(const Syntaxes &syntaxes);

} // namespace studio
