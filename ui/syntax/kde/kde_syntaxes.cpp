// SPDX-License-Identifier: GPL-3.0-or-later
// The languages and themes of KSyntaxHighlighting.
#include "ui/syntax/syntaxes.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>
#include <QHash>
#include <QTextDocument>
#include <QThread>

namespace studio {

namespace {

namespace kde = KSyntaxHighlighting;

using Formats = QHash<int, kde::Format>;

TextKind kindOf(const kde::Format &format)
{
    using Style = kde::Theme::TextStyle;
    switch (format.textStyle()) {
    case Style::String:
    case Style::VerbatimString:
    case Style::SpecialString:
    case Style::SpecialChar:
    case Style::Char:
        return TextKind::String;
    case Style::Comment:
    case Style::Documentation:
    case Style::CommentVar:
    case Style::Alert:
    case Style::Annotation:
        return TextKind::Comment;
    default:
        // The keys of JSON are strings with the style of a data type.
        return format.name().contains(QLatin1String("String")) ? TextKind::String : TextKind::Code;
    }
}

SyntaxFormat valueOf(const kde::Format &format)
{
    return {.id = format.id(), .name = format.name(), .kind = kindOf(format)};
}

class KdeTheme final : public SyntaxTheme
{
public:
    KdeTheme(kde::Theme theme, const Formats *formats) : m_theme(std::move(theme)), m_formats(formats) {}

    [[nodiscard]] const kde::Theme &theme() const { return m_theme; }
    [[nodiscard]] QString name() const override { return m_theme.name(); }
    [[nodiscard]] QColor color(EditorColor role) const override
    {
        using Role = kde::Theme::EditorColorRole;
        static const QHash<EditorColor, Role> roles{
            {EditorColor::Background, Role::BackgroundColor},  {EditorColor::IconBorder, Role::IconBorder},
            {EditorColor::LineNumbers, Role::LineNumbers},     {EditorColor::CurrentLine, Role::CurrentLine},
            {EditorColor::Selection, Role::TextSelection},     {EditorColor::Brackets, Role::BracketMatching},
            {EditorColor::Indentation, Role::IndentationLine}, {EditorColor::Separator, Role::Separator}};
        return QColor::fromRgba(m_theme.editorColor(roles[role]));
    }
    [[nodiscard]] QColor text() const override { return QColor::fromRgba(m_theme.textColor(kde::Theme::Normal)); }
    [[nodiscard]] TextStyle style(int id) const override
    {
        const kde::Format format = m_formats->value(id);
        return {.color = format.hasTextColor(m_theme) ? format.textColor(m_theme) : QColor(),
                .isBold = format.isBold(m_theme),
                .isItalic = format.isItalic(m_theme),
                .isUnderlined = format.isUnderline(m_theme)};
    }
    [[nodiscard]] QColor usualColor(int id) const override
    {
        return QColor::fromRgba(m_theme.textColor(m_formats->value(id).textStyle()));
    }

private:
    kde::Theme m_theme;
    const Formats *m_formats;
};

/// One line at a time.
class LineReader final : private kde::AbstractHighlighter
{
public:
    explicit LineReader(Formats *formats) : m_formats(formats) {}

    kde::State read(const kde::Definition &definition, const QString &text, const kde::State &before,
                    QList<FormattedPart> &parts)
    {
        parts.clear();
        if (text.size() > LineHighlighter::maxLineLength || !definition.isValid()) {
            return before;
        }
        if (this->definition() != definition) {
            setDefinition(definition);
        }
        m_parts = &parts;
        return highlightLine(text, before);
    }

protected:
    void applyFormat(int offset, int length, const kde::Format &format) override
    {
        if (!m_formats->contains(format.id())) {
            m_formats->insert(format.id(), format);
        }
        *m_parts << FormattedPart{.from = offset, .length = length, .format = format.id()};
    }

private:
    Formats *m_formats;
    QList<FormattedPart> *m_parts = nullptr;
};

class KdeHighlighter final : public LineHighlighter
{
public:
    KdeHighlighter(kde::Definition definition, Formats *formats)
        : m_definition(std::move(definition)), m_reader(formats)
    {
    }

    /// Plain text may have a definition, which finds nothing.
    [[nodiscard]] QString language() const override
    {
        return m_definition.name() == QLatin1String("None") ? QString() : m_definition.name();
    }
    [[nodiscard]] QString commentMark() const override { return m_definition.singleLineCommentMarker(); }
    [[nodiscard]] int knownLines() const override { return static_cast<int>(m_states.size()); }
    void forgetLinesFrom(int line) override { m_states.resize(std::min<qsizetype>(line, m_states.size())); }
    bool highlight(int line, const QString &text, QList<FormattedPart> &parts) override
    {
        const kde::State after = m_reader.read(m_definition, text, stateBefore(line), parts);
        if (line >= m_states.size()) {
            m_states.append(after);
            return false;
        }
        return std::exchange(m_states[line], after) != after;
    }
    [[nodiscard]] QList<FormattedPart> formatsOf(int line, const QString &text) const override
    {
        QList<FormattedPart> parts;
        m_reader.read(m_definition, text, stateBefore(line), parts);
        return parts;
    }

private:
    [[nodiscard]] kde::State stateBefore(int line) const { return line > 0 ? m_states.value(line - 1) : kde::State(); }

    kde::Definition m_definition;
    mutable LineReader m_reader;
    QList<kde::State> m_states; ///< at the end of each line
};

class KdeSyntaxes final : public Syntaxes
{
public:
    /// Reads the definition that nearly every project needs at once, here and not on the thread that uses it.
    explicit KdeSyntaxes(QThread *home)
    {
        (void)m_repository.definitionForName(QStringLiteral("Rust")).formats();
        m_repository.moveToThread(home);
    }

    [[nodiscard]] std::unique_ptr<LineHighlighter> highlighterFor(const QString &fileName) override
    {
        return std::make_unique<KdeHighlighter>(m_repository.definitionForFileName(fileName), &m_formats);
    }
    [[nodiscard]] std::unique_ptr<QSyntaxHighlighter>
    highlightDocument(QTextDocument *document, const QString &fileName, const SyntaxTheme &theme) override
    {
        auto highlighter = std::make_unique<kde::SyntaxHighlighter>(document);
        highlighter->setTheme(static_cast<const KdeTheme &>(theme).theme());
        highlighter->setDefinition(m_repository.definitionForFileName(fileName));
        return highlighter;
    }
    [[nodiscard]] SyntaxFormat format(int id) const override { return valueOf(m_formats.value(id)); }
    [[nodiscard]] QList<SyntaxFormat> formatsOf(const QString &language) override
    {
        QList<SyntaxFormat> values;
        for (const kde::Format &format : m_repository.definitionForName(language).formats()) {
            m_formats.insert(format.id(), format);
            values << valueOf(format);
        }
        return values;
    }
    [[nodiscard]] QStringList themeNames() const override
    {
        QStringList names;
        for (const kde::Theme &theme : m_repository.themes()) {
            names << theme.name();
        }
        return names;
    }
    [[nodiscard]] std::shared_ptr<const SyntaxTheme> theme(const QString &name) const override
    {
        const kde::Theme theme = m_repository.theme(name);
        return theme.isValid() ? std::make_shared<KdeTheme>(theme, &m_formats) : nullptr;
    }

private:
    kde::Repository m_repository;
    Formats m_formats; ///< that were told
};

} // namespace

class KdeSyntaxesFactory final : public QObject, public SyntaxesFactory
{
    Q_OBJECT
    Q_INTERFACES(studio::SyntaxesFactory)
    Q_PLUGIN_METADATA(IID "dev.ignite.studio.SyntaxesFactory/1")

public:
    [[nodiscard]] std::shared_ptr<Syntaxes> read(QThread *home) const override
    {
        return std::make_shared<KdeSyntaxes>(home);
    }
};

} // namespace studio

#include "kde_syntaxes.moc"
