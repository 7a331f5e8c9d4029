// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>

#include <array>

namespace studio {

/// What a word of code is. Named after the semantic token types of the Language Server Protocol 3.17
/// (https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#semanticTokenTypes) and
/// those that rust-analyzer adds.
enum class SyntaxRole {
    Namespace,
    Type,
    Struct,
    Enum,
    Interface, ///< a trait
    TypeParameter,
    Parameter,
    Variable,
    Property, ///< a field
    EnumMember,
    Constant,
    Function,
    Method,
    Macro,
    Keyword,
    Mutable, ///< the keyword `mut`; what it declares is a Variable with the modifier
    Unsafe,  ///< the keyword `unsafe`, and what it is needed for
    Comment,
    Documentation,
    String,
    Escape, ///< in a string
    Number, ///< also a boolean
    Operator,
    Attribute, ///< `#[derive(Debug)]`; LSP calls it a decorator
    Lifetime,
};

/// A role, and the class of the Rust definition (resources/syntax/rust.xml) whose style in a theme it has.
struct SyntaxRoleClass
{
    SyntaxRole role;
    QLatin1StringView name;
};

/// In the order of the enumeration.
inline constexpr std::array syntaxRoleClasses{
    SyntaxRoleClass{SyntaxRole::Namespace, QLatin1StringView("Namespace")},
    SyntaxRoleClass{SyntaxRole::Type, QLatin1StringView("Type")},
    SyntaxRoleClass{SyntaxRole::Struct, QLatin1StringView("Type")},
    SyntaxRoleClass{SyntaxRole::Enum, QLatin1StringView("Type")},
    SyntaxRoleClass{SyntaxRole::Interface, QLatin1StringView("Interface")},
    SyntaxRoleClass{SyntaxRole::TypeParameter, QLatin1StringView("TypeParameter")},
    SyntaxRoleClass{SyntaxRole::Parameter, QLatin1StringView("Parameter")},
    SyntaxRoleClass{SyntaxRole::Variable, QLatin1StringView("Variable")},
    SyntaxRoleClass{SyntaxRole::Property, QLatin1StringView("Property")},
    SyntaxRoleClass{SyntaxRole::EnumMember, QLatin1StringView("EnumMember")},
    SyntaxRoleClass{SyntaxRole::Constant, QLatin1StringView("Constant")},
    SyntaxRoleClass{SyntaxRole::Function, QLatin1StringView("Function")},
    SyntaxRoleClass{SyntaxRole::Method, QLatin1StringView("Function")},
    SyntaxRoleClass{SyntaxRole::Macro, QLatin1StringView("Macro")},
    SyntaxRoleClass{SyntaxRole::Keyword, QLatin1StringView("Keyword")},
    SyntaxRoleClass{SyntaxRole::Mutable, QLatin1StringView("Mutable")},
    SyntaxRoleClass{SyntaxRole::Unsafe, QLatin1StringView("Unsafe")},
    SyntaxRoleClass{SyntaxRole::Comment, QLatin1StringView("Comment")},
    SyntaxRoleClass{SyntaxRole::Documentation, QLatin1StringView("Documentation")},
    SyntaxRoleClass{SyntaxRole::String, QLatin1StringView("String")},
    SyntaxRoleClass{SyntaxRole::Escape, QLatin1StringView("Escape")},
    SyntaxRoleClass{SyntaxRole::Number, QLatin1StringView("Number")},
    SyntaxRoleClass{SyntaxRole::Operator, QLatin1StringView("Operator")},
    SyntaxRoleClass{SyntaxRole::Attribute, QLatin1StringView("Attribute")},
    SyntaxRoleClass{SyntaxRole::Lifetime, QLatin1StringView("Lifetime")},
};

} // namespace studio
