// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/symbol_navigation.h"

#include "core/workspace/document_text.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/place_chooser.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <tuple>

namespace studio {

namespace {

constexpr qsizetype maxTargets = 500; ///< of a list to choose from

QString nothingFound(SymbolNavigation::Target target, const QString &word)
{
    switch (target) {
    case SymbolNavigation::Target::Definition:
        return SymbolNavigation::tr("No definition of “%1” is known.").arg(word);
    case SymbolNavigation::Target::Declaration:
        return SymbolNavigation::tr("No declaration of “%1” is known.").arg(word);
    case SymbolNavigation::Target::TypeDefinition:
        return SymbolNavigation::tr("No type of “%1” is known that is defined in a file.").arg(word);
    case SymbolNavigation::Target::Implementation:
        return SymbolNavigation::tr("No implementation of “%1” is known.").arg(word);
    }
    return {};
}

} // namespace

SymbolNavigation::SymbolNavigation(EditorTabs *tabs, LanguageFeatures *features)
    : QObject(features), m_tabs(tabs), m_features(features)
{
}

void SymbolNavigation::goTo(Target target)
{
    if (CodeEditor *const editor = m_tabs->current()) {
        goTo(target, editor, editor->caretPosition());
    }
}

void SymbolNavigation::goTo(Target target, CodeEditor *editor, int position)
{
    if (!m_features->isReadyFor(editor)) {
        return;
    }
    const auto [from, to] = editor->wordAt(position);
    const QString word = from < to ? editor->text(from, to) : QString();
    if (word.isEmpty()) {
        return;
    }
    m_call = m_features->client()->goTo(target, m_features->pathOf(editor), editor->placeOf(position),
                                        [this, target, word](const Result<lsp::Locations> &locations) {
                                            if (locations) {
                                                goToOneOf(*locations, nothingFound(target, word));
                                            }
                                        });
}

void SymbolNavigation::goToOneOf(const lsp::Locations &locations, const QString &nothing)
{
    QList<JumpPlace> places;
    for (const lsp::LocationLink &location : locations) {
        const QString path = m_features->client()->path(location.uri);
        const JumpPlace place{path, m_features->client()->place(path, location.selection.start)};
        if (!path.isEmpty() && !places.contains(place) && places.size() < maxTargets) {
            places << place;
        }
    }
    std::sort(places.begin(), places.end(),
              [](const JumpPlace &one, const JumpPlace &other) { // the server has no order
                  return std::tie(one.path, one.place) < std::tie(other.path, other.place);
              });
    if (places.isEmpty()) {
        m_features->showCaretNotice(nothing);
    } else if (places.size() == 1) {
        jump(places.front());
    } else {
        choose(places);
    }
}

QString SymbolNavigation::lineOf(const JumpPlace &place) const
{
    if (const CodeEditor *const editor = m_tabs->editorOf(place.path)) {
        return editor->text(place.place.line).trimmed();
    }
    const auto onDisk = readDocument(place.path);
    return onDisk ? onDisk->text().section(u'\n', place.place.line, place.place.line).trimmed() : QString();
}

QString SymbolNavigation::nameOf(const JumpPlace &place) const
{
    const QString shown = m_features->isInProject(place.path)
                              ? QDir(m_features->client()->rootFolder()).relativeFilePath(place.path)
                              : place.path.section(u'/', -3);
    return QStringLiteral("%1:%2").arg(shown).arg(place.place.line + 1);
}

void SymbolNavigation::choose(const QList<JumpPlace> &places)
{
    CodeEditor *const editor = m_tabs->current();
    if (!editor) {
        return;
    }
    auto *const chooser = new PlaceChooser(editor);
    for (const JumpPlace &place : places) {
        chooser->add(nameOf(place), lineOf(place));
    }
    connect(chooser, &PlaceChooser::chosen, this, [this, places](int index) { jump(places.at(index)); });
    const int caret = editor->caretPosition();
    chooser->showAt(editor->mapToGlobal(editor->areaOf(caret, caret).bottomLeft()));
}

std::optional<JumpPlace> SymbolNavigation::here() const
{
    const CodeEditor *const editor = m_tabs->current();
    if (!editor) {
        return {};
    }
    return JumpPlace{m_features->pathOf(editor), editor->placeOf(editor->caretPosition())};
}

void SymbolNavigation::noteJump()
{
    if (const auto place = here()) {
        m_history.jumpedFrom(*place);
    }
}

void SymbolNavigation::jump(const JumpPlace &place)
{
    const auto from = here();
    if (show(place) && from && from != place) {
        m_history.jumpedFrom(*from);
    }
}

bool SymbolNavigation::show(const JumpPlace &place)
{
    const bool isOutside = m_features->client() && !m_features->isInProject(place.path);
    const auto opened = isOutside ? m_tabs->openForReading(place.path) : m_tabs->open(place.path);
    if (!opened) {
        Q_EMIT m_tabs->message(opened.error().message, true);
        return false;
    }
    m_tabs->current()->goTo(place.place);
    return true;
}

void SymbolNavigation::goBack()
{
    if (const auto place = m_history.back(here())) {
        show(*place);
    }
}

void SymbolNavigation::goForward()
{
    if (const auto place = m_history.forward(here())) {
        show(*place);
    }
}

} // namespace studio
