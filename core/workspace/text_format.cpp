// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/text_format.h"

#include "core/base/files.h"
#include "core/manifest/toml_text.h"
#include "core/workspace/editor_config.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace studio {

namespace {

constexpr qint64 maxRustfmtBytes = 1LL << 20;
constexpr int maxWidth = 16; ///< of a level; more is a mistake
constexpr int maxLinesLookedAt = 2'000;

int widthFrom(const QString &text, int otherwise)
{
    bool isNumber = false;
    const int width = text.toInt(&isNumber);
    return isNumber && width >= 1 && width <= maxWidth ? width : otherwise;
}

void applyConfig(const QHash<QString, QString> &config, EditorIndent &indent)
{
    const QString style = config.value(QStringLiteral("indent_style"));
    const QString size = config.value(QStringLiteral("indent_size"));
    const QString tab = config.value(QStringLiteral("tab_width"));
    if (style == QLatin1String("tab") || style == QLatin1String("space")) {
        indent.usesTabs = style == QLatin1String("tab");
    }
    const bool isSizeOfTab = size == QLatin1String("tab") || (size.isEmpty() && style == QLatin1String("tab"));
    indent.width = widthFrom(isSizeOfTab ? tab : size, indent.width);
    indent.tabWidth = widthFrom(tab, indent.width);
}

/// The nearest one of the folder and those above it, as rustfmt looks for it.
std::optional<toml::table> rustfmtConfigOf(const QString &path)
{
    for (QString folder = QFileInfo(path).absolutePath();; folder = QFileInfo(folder).path()) {
        for (const auto *name : {"/.rustfmt.toml", "/rustfmt.toml"}) {
            const auto content = readRegularFile(folder + QLatin1String(name), maxRustfmtBytes);
            if (!content || !*content) {
                continue;
            }
            auto table = parseToml(**content);
            return table ? std::optional(std::move(*table)) : std::nullopt; // rustfmt says why it refuses it
        }
        if (folder == QFileInfo(folder).path()) {
            return std::nullopt;
        }
    }
}

void applyRustfmt(const QString &path, EditorIndent &indent)
{
    const auto config = rustfmtConfigOf(path);
    if (!config) {
        return;
    }
    indent.usesTabs = (*config)["hard_tabs"].value<bool>().value_or(indent.usesTabs);
    if (const auto spaces = (*config)["tab_spaces"].value<int64_t>(); spaces && *spaces >= 1 && *spaces <= maxWidth) {
        indent.width = indent.tabWidth = static_cast<int>(*spaces);
    }
}

std::optional<LineEnd> lineEndFrom(const QString &text)
{
    return text == QLatin1String("lf")     ? std::optional(LineEnd::Lf)
           : text == QLatin1String("crlf") ? std::optional(LineEnd::CrLf)
           : text == QLatin1String("cr")   ? std::optional(LineEnd::Cr)
                                           : std::nullopt;
}

} // namespace

std::optional<EditorIndent> findIndent(const QString &text)
{
    int tabs = 0;
    int blanks = 0;
    std::array<int, 9> steps{}; // how often a line is indented by so much more or less than the one before
    int before = 0;
    int count = 0;
    for (const QStringView line : QStringView(text).tokenize(u'\n')) {
        if (++count > maxLinesLookedAt) {
            break;
        }
        const QStringView content = line.trimmed();
        if (content.isEmpty() || content.startsWith(u'*')) { // as in a block of comments
            continue;
        }
        const auto width = static_cast<int>(content.data() - line.data());
        tabs += line.front() == u'\t' ? 1 : 0;
        blanks += line.startsWith(u"  ") ? 1 : 0;
        if (line.front() != u'\t') {
            const auto step = static_cast<size_t>(std::abs(width - before));
            if (step >= 2 && step < steps.size()) {
                ++steps[step];
            }
            before = width;
        }
    }
    if (tabs + blanks == 0) {
        return std::nullopt;
    }
    if (tabs > blanks) {
        return EditorIndent{.usesTabs = true};
    }
    const auto most = std::ranges::max_element(steps);
    const int width = *most > 0 ? static_cast<int>(most - steps.begin()) : EditorIndent().width;
    return EditorIndent{.usesTabs = false, .width = width, .tabWidth = width};
}

TextFormat textFormatOf(const QString &path, const QString &text)
{
    const QHash<QString, QString> config = editorConfigOf(path);
    TextFormat format{.indent = findIndent(text).value_or(EditorIndent())};
    applyConfig(config, format.indent);
    if (path.endsWith(QLatin1String(".rs"))) {
        applyRustfmt(path, format.indent);
    }
    const auto isTrue = [&config](const char *name) {
        return config.value(QLatin1String(name)) == QLatin1String("true");
    };
    format.lineEnd = lineEndFrom(config.value(QStringLiteral("end_of_line")));
    format.insertsFinalNewline = isTrue("insert_final_newline");
    format.trimsTrailingWhitespace = isTrue("trim_trailing_whitespace");
    format.byteOrderMark = config.value(QStringLiteral("charset")) == QLatin1String("utf-8-bom");
    return format;
}

bool isTextFormatFile(const QString &fileName)
{
    return fileName == QLatin1String(".editorconfig") || fileName == QLatin1String("rustfmt.toml") ||
           fileName == QLatin1String(".rustfmt.toml");
}

} // namespace studio
