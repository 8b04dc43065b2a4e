// What scripts of the years around 2007 leave behind: names taken, built-in things extended and
// replaced, every key and every form listened to.
var $ = function () { return $; };
var jQuery = $, Class = { create: function () {} }, form = "taken", list = "taken", box = "taken", label = "taken", sheet = "taken", make = "taken", begin = "taken", button = "taken", q = "taken";
$.ready = function () { $.isReady = true; };
Array.prototype.each = function (visit) { for (var at = 0; at < this.length; at++) visit(this[at], at); };
Array.prototype.forEach = function (visit) { if (!this.each) throw new TypeError("not one of ours"); this.each(visit); };
Array.prototype.first = function () { return this[0]; };
Array.prototype.toJSON = function () { return "taken"; };
Object.prototype.extend = function (more) { for (var name in more) this[name] = more[name]; return this; };
String.prototype.strip = function () { return this.replace(/^\s+|\s+$/g, ""); };
Function.prototype.bind = function (to) { var call = this; return function () { return call.apply(to, arguments); }; };
window.Element = function (name) { return document.createElement(name); };
HTMLElement.prototype.remove = function () { this.style.display = "none"; };
HTMLElement.prototype.show = function () { this.style.display = ""; };
document.getElementsByClassName = function () { throw new Error("not one of ours"); };
window.name = "taken";
document.onkeypress = document.onkeydown = function (event) { return (event || window.event).keyCode !== 13; };
document.onsubmit = function () { return false; };
